import { defineConfig } from "vitest/config";

/** Our own subpath imports resolve to TypeScript sources in tests, and to dist/ in production. */
const conditions = ["concordat-source", "node", "import", "default"];
const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};

/**
 * unit: pure and fast, beside the file. contract: one part against real servers.
 * journeys: the whole hub in this process, through its public interface. browser: the console in a real Chromium.
 */
export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: [
            "{schemas,policies,connectors,gateway,services}/**/*.test.{ts,tsx}",
            "test/{architecture,features}/**/*.test.ts",
          ],
          exclude: ["**/*.contract.test.ts", "**/node_modules/**", "**/dist/**"],
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: "contract",
          include: [
            "{schemas,policies,connectors,gateway,services,test}/**/*.contract.test.ts",
            "test/{conformance,faults}/**/*.test.ts",
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: "journeys",
          include: ["test/{journeys,leaks,proof}/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
