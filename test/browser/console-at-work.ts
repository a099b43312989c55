import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { prepareDemonstration } from "#services/demo/demonstration.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { startTestHub, type TestHub } from "../hub.ts";

/** Where Debian and others put it. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Null where this machine has no Chromium: tests in a browser are then skipped, and say so. */
export const CHROMIUM: string | null = PLACES.find((place) => existsSync(place)) ?? null;

const ACTION_MAX_MS = 15_000;

export type ConsoleAtWork = {
  readonly hub: TestHub;
  readonly browser: Browser;
  readonly origin: string;
  /** Somebody new at a browser of their own, signed in as `agency/actor`. */
  readonly signIn: (sub: string, options?: Parameters<Browser["newContext"]>[0]) => Promise<Page>;
  readonly close: () => Promise<void>;
};

/** The whole demonstration with its console and a real browser: started once for a file, since both take seconds. */
export async function startConsoleAtWork(): Promise<ConsoleAtWork> {
  const opened = new OpenedThings();
  try {
    const hub = await startTestHub();
    opened.add(() => hub.stop());
    const demonstration = await prepareDemonstration(hub, () => undefined);
    opened.add(() => demonstration[Symbol.asyncDispose]());
    const browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ARGUMENTS });
    opened.add(() => browser.close());
    const origin = hub.consoleOrigin ?? "";
    const signIn: ConsoleAtWork["signIn"] = async (sub, options = {}) => {
      const context: BrowserContext = await browser.newContext({ locale: "en-GB", ...options });
      context.setDefaultTimeout(ACTION_MAX_MS);
      const page = await context.newPage();
      await page.goto(`${origin}/sign-in/start?as=${encodeURIComponent(sub)}`);
      return page;
    };
    return { hub, browser, origin, signIn, close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
