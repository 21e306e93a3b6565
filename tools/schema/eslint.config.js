import { fileURLToPath } from 'node:url';
import graphql from '@graphql-eslint/eslint-plugin';

// The schema's linter: graphql-eslint's recommended rules and its rules for Relay. Every exception has its reason here.

const { rules } = graphql;

/** These edges' items are no nodes: a session and a delivery are read in their lists alone, never by an id. */
const itemsAlone = ['PortalSessionEdge', 'WebhookDeliveryEdge'];

/** A rule that doesn't report certain names. */
function without(rule, names) {
  return {
    ...rule,
    create: (context) =>
      rule.create(
        Object.create(context, {
          report: { value: (found) => names.includes(found.node?.value) || context.report(found) },
        }),
      ),
  };
}

export default [
  {
    files: ['**/*.graphqls'],
    plugins: { '@graphql-eslint': { rules: { ...rules, 'relay-edge-types': without(rules['relay-edge-types'], itemsAlone) } } },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: fileURLToPath(new URL('../../schema.graphqls', import.meta.url)) } },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,

      // A description of one line stands in one line; only one that holds quotes is a block.
      '@graphql-eslint/description-style': 'off',

      // Lists have `nodes` beside `edges`, and what is short and bounded needs no pages: an input's faults, an object's
      // few places, a device's capabilities.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],

      // What is named here is part of another object, or an answer: nobody asks for it by an id.
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          exceptions: {
            suffixes: ['Connection', 'Edge', 'Payload'],
            types: [
              'Brand',
              'ConfigureFeature',
              'ConnectProviders',
              'CustomProperty',
              'CustomerPortalCheck',
              'CustomerResourcesFilter',
              'DeepLink',
              'DeviceManagementConfirmation',
              'DeviceProposal',
              'DeviceState',
              'EventActor',
              'Feature',
              'Features',
              'Geolocation',
              'InputFault',
              'LandingPage',
              'ManageEvents',
              'ManageFeature',
              'PageInfo',
              'Portal',
              'PushChanges',
              'PushComparison',
              'SpaceCustomerData',
              'UnresolvedReference',
              'Warning',
              'WebhookDelivery',
            ],
          },
        },
      ],

      // Stricter than recommended: every field, argument and value says what it is.
      '@graphql-eslint/require-description': [
        'error',
        { types: true, DirectiveDefinition: true, EnumValueDefinition: true, FieldDefinition: true, InputValueDefinition: true },
      ],
    },
  },
];
