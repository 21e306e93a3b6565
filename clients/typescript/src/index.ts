export * from './client.js';
export * from './errors.js';
export * from './generated.js';
export type { DocumentTypeDecoration } from './document.js';
