import type { Page } from "playwright-core";

/** The pages of somebody who works with people, reached as they would. */
export const OFFICER_PAGES: readonly {
  readonly name: string;
  readonly open: (page: Page, origin: string) => Promise<unknown>;
}[] = [
  { name: "find", open: (page, origin) => page.goto(`${origin}/find`) },
  {
    name: "find-nothing-typed",
    open: async (page, origin) => {
      await page.goto(`${origin}/find`);
      await page.getByRole("button", { name: "Find" }).click();
    },
  },
  { name: "found", open: (page, origin) => find(page, origin, "Ashdown") },
  {
    name: "person",
    open: async (page, origin) => {
      await find(page, origin, "Ashdown");
      await page.getByRole("link", { name: "Daniel Ashdown" }).click();
    },
  },
];

export async function find(page: Page, origin: string, lastName: string): Promise<void> {
  await page.goto(`${origin}/find`);
  await page.getByLabel("Last name").fill(lastName);
  await page.getByRole("button", { name: "Find" }).click();
}
