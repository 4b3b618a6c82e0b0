import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: [".build/", "dist/", "node_modules/", "samples/", "server/"] },
  {
    files: ["client/**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Numbers read well in a template.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["test", "default"] }] },
      ],
    },
  },
  {
    files: ["**/*.mjs", "tests/editor/provider/*.js"],
    extends: [tseslint.configs.strict],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
