import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { startConsoleAtWork } from "./console-at-work.ts";
import { DPO_PAGES } from "./dpo-pages.ts";

/** Long pages are cut: a picture shows how a page begins, and the repository stays small. */
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const QUALITY = 60;

/** Makes a picture of every page, as a desktop and as a phone shows it. */
async function main(): Promise<void> {
  const folder = join(packageRoot(), "docs/gallery");
  await mkdir(folder, { recursive: true });
  const world = await startConsoleAtWork();
  try {
    for (const [size, ending] of [
      [WIDE, ""],
      [PHONE, "-phone"],
    ] as const) {
      const visitor = await world.browser.newPage({ viewport: size });
      await visitor.goto(world.origin);
      await visitor.screenshot({ path: join(folder, `sign-in${ending}.jpg`), type: "jpeg", quality: QUALITY });
      const officer = await world.signIn("solent-drug-services/dpo-drugs", { viewport: size });
      for (const { name, open } of DPO_PAGES) {
        await open(officer, world.origin);
        await officer.screenshot({ path: join(folder, `${name}${ending}.jpg`), type: "jpeg", quality: QUALITY });
      }
    }
  } finally {
    await world.close();
  }
}

await main();
