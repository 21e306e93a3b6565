import type { CodegenConfig } from '@graphql-codegen/cli';

// Writes the typed documents of clients/typescript. It reads the schema from its file, without a server or a network.
const config: CodegenConfig = {
  schema: '../../schema.graphqls',
  documents: '../../clients/operations/*.graphql',
  generates: {
    '../../clients/typescript/src/generated.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        documentMode: 'string',
        scalars: { DateTime: 'string', ID: 'string', JSONObject: 'Record<string, unknown>', StringOrBoolean: 'boolean | string' },
        enumType: 'string-literal',
        useTypeImports: true,
        optimizeDocumentNode: true,
        documentVariableSuffix: '',
        fragmentVariableSuffix: 'Fragment',
      },
      hooks: {
        // The package would bring all of `graphql` to whoever installs the client; what it declares is four lines.
        beforeOneFileWrite: (_path: string, text: string) =>
          text.replace("'@graphql-typed-document-node/core'", "'./document.js'"),
      },
    },
  },
};

export default config;
