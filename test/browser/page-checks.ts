import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { readonly id: string; readonly nodes: readonly { readonly html: string }[] };

/** What axe-core finds against WCAG 2.0 to 2.2 A and AA and its best practice: each rule with the first place. */
async function axeFaults(page: Page): Promise<readonly string[]> {
  // As a source of its own: a strict policy refuses a script that is put into the page.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>("axe.run()");
  return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 160)}`);
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // Of spelling, not of meaning: the renderer writes empty elements with a slash and everything on one line.
    "void-style": "off",
    "no-trailing-whitespace": "off",
    "long-title": "off",
    // GOV.UK's own markup: links that look like buttons, and classes with a mark in them.
    "prefer-native-element": "off",
    "valid-id": ["error", { relaxed: true }],
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-redundant-role": "off",
    "no-inline-style": "error",
    "tel-non-breaking": "off",
  },
});

/** What is wrong with the HTML that the server sent, each with its line. */
async function htmlFaults(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}

/** What may not be in a page under our policy: script in the page, style in the page, anything from elsewhere. */
function inlineFaults(html: string): readonly string[] {
  const found = [
    ...html.matchAll(/<script(?![^>]* src="\/assets\/)[^>]*>/g),
    ...html.matchAll(/<style|\sstyle="|\son[a-z]+="|javascript:|data:/g),
    ...html.matchAll(/(?:src|href|action)="(?:https?:)?\/\/[^"]*"/g),
  ];
  return found.map(([text]) => text);
}

/** Whether anything reaches out of a window of this width. */
function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
}

/** Axe in light and in forced colours, the HTML as it was sent, nothing inline, and no scrolling sideways on a small phone. */
export async function expectNoFault(page: Page, sent: string): Promise<void> {
  expect(await axeFaults(page)).toEqual([]);
  await page.emulateMedia({ forcedColors: "active" });
  expect(await axeFaults(page)).toEqual([]);
  await page.emulateMedia({ forcedColors: "none" });
  expect(await htmlFaults(sent)).toEqual([]);
  expect(inlineFaults(sent)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await scrollsSideways(page)).toBe(false);
  await page.setViewportSize({ width: 1280, height: 720 });
}
