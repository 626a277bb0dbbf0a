/**
 * Runs the extension-host tests: node scripts/test-vscode.mjs [pattern of test titles]
 */
import { runExtensionTests } from './lib/extensionTests.mjs';

const counts = await runExtensionTests({ pattern: process.argv[2] });
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
// Whatever a browser or server left open must not keep a finished run alive.
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
