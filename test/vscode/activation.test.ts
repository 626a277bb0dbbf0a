import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('vscode', () => {
  it('opens the sample workspace', () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
  });
  it('finds the extension under test', () => {
    assert.ok(vscode.extensions.getExtension('hitlight.hitlight'));
  });
});
