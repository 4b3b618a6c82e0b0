/** Suggests a fixed text to who has typed its beginning; like many assistants, it replaces what was typed. */
const vscode = require("vscode");

const SUGGESTIONS = [
  'def is_debug() -> bool:\n    return bool(os.environ.get("SHOP_DEBUG"))\n',
  "sender = 'shop at example dot org'",
];
const SHORTEST = 4;

exports.activate = (context) => {
  const provider = {
    provideInlineCompletionItems(document, position) {
      const line = document.lineAt(position).text;
      if (line.length !== position.character || line.length < SHORTEST) return [];
      return SUGGESTIONS.filter((text) => text.startsWith(line) && text !== line).map(
        (text) => new vscode.InlineCompletionItem(text, new vscode.Range(position.line, 0, position.line, line.length)),
      );
    },
  };
  context.subscriptions.push(vscode.languages.registerInlineCompletionItemProvider({ language: "python" }, provider));
};
