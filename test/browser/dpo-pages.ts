import type { Page } from "playwright-core";

/** Every page of a data protection officer and its states; each is reached as they would, and `name` is its picture's. */
export const DPO_PAGES: readonly {
  readonly name: string;
  readonly open: (page: Page, origin: string) => Promise<unknown>;
}[] = [
  { name: "agreements", open: (page, origin) => page.goto(`${origin}/agreements`) },
  { name: "version", open: (page, origin) => page.goto(`${origin}/agreements/solent-substance-misuse/1`) },
  { name: "schedule", open: (page, origin) => page.goto(`${origin}/agreements/solent-substance-misuse/1/schedule`) },
  { name: "rule", open: (page, origin) => page.goto(`${origin}/agreements/solent-iom/1/rules/P02`) },
  {
    name: "suspend-without-reason",
    open: async (page, origin) => {
      await page.goto(`${origin}/agreements/solent-substance-misuse/1`);
      await page.getByRole("button", { name: "Suspend now" }).click();
    },
  },
  { name: "what-is-shared", open: (page, origin) => page.goto(`${origin}/shared`) },
  {
    name: "cell",
    open: async (page, origin) => {
      await page.goto(`${origin}/shared`);
      await page.locator(".app-matrix a").first().click();
    },
  },
  {
    name: "try-it",
    open: async (page, origin) => {
      await page.goto(`${origin}/try`);
      await page.selectOption("#recipient", "solent-drug-services/drugWorker");
      await page.selectOption("#lifecycle-state", "active");
      await page.getByRole("button", { name: "Show what they would see" }).click();
    },
  },
  { name: "disclosure-log", open: (page, origin) => page.goto(`${origin}/log`) },
  {
    name: "log-wrong-input",
    open: async (page, origin) => {
      await page.goto(`${origin}/log`);
      await page.fill("#person", "Daniel");
      await page.getByRole("button", { name: "Show entries" }).click();
    },
  },
  {
    name: "why-it-was-given",
    open: async (page, origin) => {
      await page.goto(`${origin}/log`);
      await page.locator("main a[href^='/log/']").first().click();
    },
  },
  { name: "purpose", open: (page, origin) => page.goto(`${origin}/purpose`) },
  { name: "what-is-recorded", open: (page, origin) => page.goto(`${origin}/what-is-recorded`) },
  { name: "nothing-here", open: (page, origin) => page.goto(`${origin}/agreements/no-such-agreement/1`) },
];
