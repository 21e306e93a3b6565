import type { CodegenConfig } from '@graphql-codegen/cli';

// Reads the schema from its file, so that it runs without a server and without a network.
const config: CodegenConfig = {
  schema: '../../schema.graphqls',
  documents: 'src/operations/*.graphql',
  generates: {
    'src/operations/generated.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'string',
        scalars: { DateTime: 'string', ID: 'string', JSONObject: 'Record<string, unknown>', StringOrBoolean: 'boolean | string' },
        enumType: 'string-literal',
        useTypeImports: true,
        immutableTypes: true,
        optimizeDocumentNode: true,
        pureMagicComment: true, // the script goes without what the server alone sends
      },
    },
  },
};

export default config;
