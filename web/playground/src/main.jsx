import './workers.js';
// The parts, not graphiql/style.css: that one carries half a megabyte of fonts
// and a second copy of the editor's styles.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import 'graphiql/graphiql.css';
import './main.css';

import { createLocalStorage } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

import { fetcher } from './fetcher.js';
import { startHeaders, startQuery, startVariables } from './start.js';

// A namespace of its own, since another app on the same localhost port may have
// left GraphiQL tabs that would hide the starting query.
const storage = createLocalStorage({ namespace: 'portico' });

createRoot(document.getElementById('playground')).render(
  <GraphiQL
    fetcher={fetcher}
    storage={storage}
    // GraphiQL takes the first tab's variables from its storage or from here, not from a default.
    initialVariables={storage.getItem('graphiql:variables') ?? startVariables}
    defaultQuery={startQuery}
    defaultHeaders={startHeaders}
    defaultEditorToolsVisibility="headers"
    // The key must not outlive the page. The history plugin would keep every
    // header in localStorage whatever the next two lines say, so it is left out.
    plugins={[]}
    shouldPersistHeaders={false}
    showPersistHeadersSettings={false}
    schemaDescription
    inputValueDeprecation
  >
    <GraphiQL.Logo>Portico</GraphiQL.Logo>
  </GraphiQL>,
);
