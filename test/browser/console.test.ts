import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { CHROMIUM, type ConsoleAtWork, startConsoleAtWork } from "./console-at-work.ts";
import { DPO_PAGES } from "./dpo-pages.ts";
import { find, OFFICER_PAGES } from "./officer-pages.ts";
import { expectNoFault } from "./page-checks.ts";

const DRUGS = "solent-drug-services/dpo-drugs";
const NOTE = "Read with the head of service, and agreed.";

describe.skipIf(CHROMIUM === null)("the console in a browser", () => {
  let world: ConsoleAtWork;
  let dpo: Page;
  /** Every byte that the officer's browser was sent. */
  const received: string[] = [];
  let lastPage = "";
  const policyBroken: string[] = [];

  beforeAll(async () => {
    world = await startConsoleAtWork();
    dpo = await world.signIn(DRUGS);
    dpo.on("response", async (response) => {
      const body = await response.body().catch(() => Buffer.alloc(0));
      received.push(response.url(), body.toString("utf8"));
      if (response.request().isNavigationRequest()) lastPage = body.toString("utf8");
    });
    dpo.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) policyBroken.push(message.text());
    });
  });
  afterAll(() => world?.close());

  test("a sign-in lands on the role's first page, with a menu of what the role has and nothing else", async () => {
    expect(dpo.url()).toBe(`${world.origin}/agreements`);
    expect(await dpo.locator(".govuk-service-navigation__link").allInnerTexts()).toEqual([
      "Agreements",
      "What is shared",
      "Try it",
      "Disclosure log",
    ]);
    expect(await dpo.locator(".app-who").innerText()).toContain("Solent Drug and Alcohol Services");
  });

  test.each(DPO_PAGES)("$name has no fault of access, of HTML or of policy", async ({ open }) => {
    await open(dpo, world.origin);
    await expectNoFault(dpo, lastPage);
  });

  test("nothing that a data protection officer's browser was sent names a person, or holds a key", async () => {
    const people = await readFile(join(packageRoot(), "services/demo/samples/people.json"), "utf8");
    const names = (JSON.parse(people) as { people: { firstName: string; lastName: string }[] }).people.map(
      ({ firstName, lastName }) => `${firstName} ${lastName}`,
    );
    const agencies = await readFile(join(world.hub.dataDirectory, "demo/agencies.json"), "utf8");
    const keys = [...agencies.matchAll(/"(?:d|keyid)": "([^"]+)"/g)].map(([, key]) => key ?? "");
    const bytes = received.join("\n");

    expect(received.length).toBeGreaterThan(DPO_PAGES.length);
    expect(names.length).toBeGreaterThan(5);
    expect(keys.length).toBeGreaterThan(40);
    expect([...names, ...keys].filter((secret) => bytes.includes(secret))).toEqual([]);
    expect(policyBroken).toEqual([]);
  });

  test("what is another's, what there is not, and what is not for the role are one page to the byte", async () => {
    const housing = await world.signIn("solent-housing/dpo-housing");
    const read = async (path: string) => {
      const answer = await housing.request.get(world.origin + path);
      return { status: answer.status(), body: await answer.text() };
    };
    const unknown = await read("/agreements/no-such-agreement/1");

    expect(unknown.status).toBe(404);
    expect(await read("/agreements/solent-substance-misuse/9")).toEqual(unknown);
    expect(await read("/board")).toEqual(unknown);
    expect(await read("/log/00000000-0000-4000-8000-000000000000")).toEqual(unknown);
    expect(await read("/agreements/solent-iom/1/rules/P99")).toEqual(unknown);
    expect(await read("/agreements/..%2Fpeople/1")).toEqual(unknown);
    await housing.context().close();
  });

  test("a form of another page does nothing", async () => {
    const reason = "Our notice is being written again.";
    const send = (form: Record<string, string>, headers: Record<string, string> = {}) =>
      dpo.request.post(`${world.origin}/agreements/solent-substance-misuse/1/suspension`, { form, headers });
    const csrf = await dpo.locator("input[name=csrf]").first().inputValue();

    expect((await send({ reason })).status()).toBe(403);
    expect((await send({ reason, csrf: csrf.replace(/.$/, "-") })).status()).toBe(403);
    expect((await send({ reason, csrf }, { "sec-fetch-site": "cross-site" })).status()).toBe(403);
    await dpo.goto(`${world.origin}/agreements/solent-substance-misuse/1`);
    expect(await dpo.locator("main").innerText()).toContain("In force");
  });

  test("a widening is drafted, proposed, signed by two after signing in again, and shared, without a script", async () => {
    const at = `${world.origin}/agreements/solent-iom`;
    const plain = { javaScriptEnabled: false };
    const author = await world.signIn(DRUGS, plain);
    await author.goto(`${at}/1/rules/P37`);
    await author.getByLabel("Current address").selectOption("full");
    await author.getByRole("button", { name: "Save as a new draft" }).click();
    expect(author.url()).toMatch(/\/agreements\/solent-iom\/2\/changes/);
    expect(await author.locator("main").innerText()).toMatch(/Current address/);
    await author.getByRole("button", { name: "Propose it" }).click();

    await author.goto(`${at}/2/changes`);
    expect(await author.getByRole("button", { name: "Sign in again and sign" }).count()).toBe(1);
    await sign(author);
    expect(await author.getByRole("alert").innerText()).toMatch(/wrote|author/i);

    for (const signer of ["solent-drug-services/deputy-dpo-drugs", "solent-housing/dpo-housing"]) {
      const officer = await world.signIn(signer, plain);
      await officer.goto(`${at}/2/changes`);
      await sign(officer);
      expect(await officer.locator("main").innerText()).toContain("You have signed");
      await officer.context().close();
    }

    await author.goto(`${at}/2/changes`);
    await author.getByLabel("At once").check();
    await author.getByRole("button", { name: "Fix the start" }).click();
    await author.goto(
      `${world.origin}/shared/cell?agreement=solent-iom&party=solent-drug-services&field=housing.currentAddress`,
    );
    expect(await author.locator("main").innerText()).toMatch(/In full, from .*Housing/);
    await author.context().close();
  });

  test("an officer finds somebody and reads what may be seen, with its source, and no address names anybody", async () => {
    const sergeant = await world.signIn("iom-team/sgt-01");
    const addresses: string[] = [];
    let page = "";
    sergeant.on("response", async (response) => {
      addresses.push(response.url());
      if (response.request().isNavigationRequest()) page = await response.text().catch(() => "");
    });
    await sergeant.getByRole("button", { name: "Save and continue" }).click();
    for (const { open } of OFFICER_PAGES) {
      await open(sergeant, world.origin);
      await sergeant.waitForLoadState("networkidle");
      await expectNoFault(sergeant, page);
    }
    const shown = await sergeant.locator("main").innerText();

    expect(await sergeant.locator("h1").innerText()).toBe("Daniel Ashdown");
    expect(shown).toMatch(/Probation Service \(Solent\)/);
    expect(shown).toMatch(/days? ago|hours? ago|minutes? ago/);
    expect(await sergeant.title()).not.toContain("Ashdown");
    expect(addresses.filter((address) => /daniel|ashdown/i.test(address))).toEqual([]);
    await sergeant.context().close();
  });

  test("whoever somebody has excluded finds nobody, and her page is the one for nothing, to the byte", async () => {
    const file = JSON.parse(await readFile(join(world.hub.dataDirectory, "demo/agencies.json"), "utf8"));
    const sarah = file.people.find(({ name }: { name: string }) => name === "Sarah Ellerby");
    const excluded = await world.signIn("solent-probation/prac-02");
    const bytes: string[] = [];
    excluded.on("response", async (response) => bytes.push(await response.text().catch(() => "")));
    await find(excluded, world.origin, "Ellerby");
    const read = async (personId: string) => (await excluded.request.get(`${world.origin}/people/${personId}`)).text();

    expect(await excluded.locator("main").innerText()).toContain("0 people");
    expect(await read(sarah.personIds["solent-probation"])).toBe(await read("00000000-0000-4000-8000-000000000000"));
    expect(bytes.filter((text) => text.includes("Sarah"))).toEqual([]);
    await excluded.context().close();

    const colleague = await world.signIn("solent-probation/prac-01");
    await find(colleague, world.origin, "Ellerby");
    expect(await colleague.locator("main").innerText()).toContain("Sarah Ellerby");
    await colleague.context().close();
  });

  test("whoever signs out is out: at once, and with a copy of the cookie", async () => {
    const page = await world.signIn("solent-yot/dpo-yot");
    const cookies = await page.context().cookies(world.origin);
    const session = cookies.find(({ name }) => name === "concordat-session");
    expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    expect(page.url()).toBe(`${world.origin}/signed-out`);

    const copied: BrowserContext = await world.browser.newContext();
    await copied.addCookies(cookies);
    const thief = await copied.newPage();
    await thief.goto(`${world.origin}/agreements`);
    expect(thief.url()).toContain("/sign-in");
    await copied.close();
    await page.context().close();
  });

  test("an answer to no attempt, or to another, lets nobody in", async () => {
    const stranger = await world.browser.newContext();
    const none = await stranger.request.get(`${world.origin}/sign-in/answer?code=made-up&state=made-up`);
    expect(none.status()).toBe(400);

    await stranger.request.get(`${world.origin}/sign-in/start`, { maxRedirects: 0 });
    const other = await stranger.request.get(`${world.origin}/sign-in/answer?code=made-up&state=made-up`);
    expect(other.status()).toBe(403);
    expect((await stranger.cookies(world.origin)).map(({ name }) => name)).not.toContain("concordat-session");
    await stranger.close();
  });

  test("somebody else who signs in again signs nothing, and the session is over", async () => {
    const page = await world.signIn("solent-yot/deputy-dpo-yot");
    const at = `${world.origin}/agreements/solent-iom`;
    await page.goto(`${at}/2/rules/P37`);
    await page.getByLabel("Visit safety note").selectOption("mask");
    await page.getByRole("button", { name: "Save as a new draft" }).click();
    await page.getByRole("button", { name: "Propose it" }).click();
    const deputy = await world.signIn("solent-housing/deputy-dpo-housing");
    await deputy.goto(`${at}/3/changes`);
    await fillIn(deputy);
    await deputy.evaluate("document.querySelector('button').value = 'solent-yot/dpo-yot'");
    await deputy.getByRole("button").first().click();

    expect(await deputy.locator("main").innerText()).toContain("nothing was signed");
    await deputy.goto(`${world.origin}/agreements`);
    expect(deputy.url()).toContain("/sign-in");
    await page.goto(`${at}/3`);
    expect(await page.locator("#history").innerText()).not.toContain("Signed");
    for (const one of [page, deputy]) await one.context().close();
  });

  test("a session ends after 15 minutes without use, and leads back after signing in", async () => {
    world.hub.clock.advance(15 * 60_000 + 1000);
    await dpo.goto(`${world.origin}/log`);
    expect(dpo.url()).toBe(`${world.origin}/sign-in?then=%2Flog`);
    await dpo.getByRole("link", { name: "Data protection officer dpo-drugs" }).click();
    expect(dpo.url()).toBe(`${world.origin}/log`);
  });
});

/** Ticks, gives a reason, and signs in again at the provider. */
async function sign(officer: Page): Promise<void> {
  await fillIn(officer);
  await officer.getByRole("button").first().click();
}

async function fillIn(officer: Page): Promise<void> {
  for (const box of await officer.locator("input[name=gains]").all()) await box.check();
  await officer.fill("#note", NOTE);
  await officer.getByRole("button", { name: "Sign in again and sign" }).click();
}
