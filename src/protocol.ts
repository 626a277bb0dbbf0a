/**
 * Wire types of the two boundaries, host ⇄ engine process and host ⇄ webview, as schemas:
 * the type and its validator are one declaration. Both sides parse every message they receive.
 * Imports nothing of ours, so every layer may depend on it.
 */
export * from './protocol/controls.js';
export * from './protocol/engine.js';
export * from './protocol/explanation.js';
export * from './protocol/foldedMatrix.js';
export * from './protocol/masking.js';
export * from './protocol/models.js';
export * from './protocol/options.js';
export * from './protocol/panel.js';
export * from './protocol/parseMessage.js';
export * from './protocol/reading.js';
export * from './protocol/reference.js';
export * from './protocol/figureText.js';
export * from './protocol/report.js';
export * from './protocol/reportPanel.js';
export * from './protocol/studies.js';
export * from './protocol/tableCsv.js';
export * from './protocol/verification.js';
export { Failure, Ledger, Side, Token, Unread } from './protocol/parts.js';
