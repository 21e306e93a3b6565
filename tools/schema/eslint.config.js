import graphql from '@graphql-eslint/eslint-plugin';
export default [{
  files: ['**/*.graphqls', '**/*.graphql'],
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: import.meta.dirname + '/../../schema.graphqls' } } },
  plugins: { '@graphql-eslint': graphql },
  rules: { ...graphql.configs['flat/schema-recommended'].rules, ...graphql.configs['flat/schema-relay'].rules },
}];
