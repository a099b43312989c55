import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "#test/eventually.ts";
import { CHROMIUM, type ConsoleAtWork, startConsoleAtWork } from "./console-at-work.ts";
import { expectNoFault } from "./page-checks.ts";

/** A tenancy in the name of one of two brothers, which is never joined by itself. What it says must reach nobody. */
const TENANCY = {
  ref: "TEN-99777",
  street: "77 Canary Court",
  postcode: "SO99 9ZZ",
  number: "QQ999777A",
};
const HEADER =
  "TENANCY_REF,UPRN,TENANT_SURNAME,TENANT_FORENAME,DOB,NI_NO,START_DATE,END_DATE,TENURE,ARREARS_WEEKS,NOTICE_TYPE,NOTICE_DATE,ASB_REF,ASB_STATUS,ADDRESS,POSTCODE";
const WHY = "Both names and the day of birth agree with him alone.";

describe.skipIf(CHROMIUM === null)("whose record it is", () => {
  let world: ConsoleAtWork;
  let coordinator: Page;
  const received: string[] = [];
  let lastPage = "";

  beforeAll(async () => {
    world = await startConsoleAtWork();
    coordinator = await world.signIn("iom-team/coord-01");
    coordinator.on("response", async (response) => {
      const body = await response.text().catch(() => "");
      received.push(response.url(), body);
      if (response.request().isNavigationRequest()) lastPage = body;
    });
    await coordinator.getByRole("button", { name: "Save and continue" }).click();
  }, 120_000);
  afterAll(() => world?.close());

  const main = (page: Page) => page.locator("main").innerText();

  test("the coordinator lands on the records that wait; in the demonstration none does", async () => {
    expect(coordinator.url()).toBe(`${world.origin}/links`);
    expect(await main(coordinator)).toContain("No record waits");
    await expectNoFault(coordinator, lastPage);
  });

  test("a record that fits one of two brothers waits, and is shown by how it compares and by nothing else", async () => {
    await dropTenancy(world);
    await until(async () => {
      await coordinator.goto(`${world.origin}/links`);
      return (await main(coordinator)).includes("Compare and decide");
    });
    expect(await main(coordinator)).toMatch(/today at .*1 person.*New/s);
    await expectNoFault(coordinator, lastPage);

    await coordinator.getByRole("link", { name: "Compare and decide" }).click();
    const shown = await main(coordinator);
    expect(await coordinator.locator("h1").innerText()).toBe("Whose record is this?");
    expect(await coordinator.title()).not.toMatch(/Cartwright/);
    expect(shown).toMatch(/Luke Cartwright/);
    expect(shown).toMatch(/21 July 1998/);
    expect(shown).toMatch(/Agrees.*Speaks for it/s);
    expect(shown).toMatch(/Differs|Cannot compare/);
    await expectNoFault(coordinator, lastPage);
  });

  test("nothing is decided without a choice and a reason", async () => {
    await coordinator.getByRole("button", { name: "Save decision" }).click();
    expect(await coordinator.getByRole("alert").innerText()).toMatch(/Choose whose record it is.*Say why/s);
    await expectNoFault(coordinator, lastPage);
  });

  test("whoever is not the coordinator is told there is nothing here, and decides nothing", async () => {
    const sergeant = await world.signIn("iom-team/sgt-01");
    const at = coordinator.url();
    const read = async (path: string) => (await sergeant.request.get(path)).text();
    expect(await read(at)).toBe(await read(`${world.origin}/board`));
    const csrf = await coordinator.locator("input[name=csrf]").first().inputValue();
    const forged = await sergeant.request.post(at, { form: { csrf, choice: "none", why: WHY } });
    expect(forged.status()).toBe(403);
    await sergeant.context().close();
    await coordinator.goto(at);
    expect(await main(coordinator)).toContain("Whose record is this?");
  });

  test("the coordinator says whose it is, without a script, and it waits no more", async () => {
    const plain = await world.signIn("iom-team/coord-01", { javaScriptEnabled: false });
    await plain.goto(coordinator.url());
    await plain.getByLabel("It is Luke Cartwright").check();
    await plain.getByLabel("Why").fill(WHY);
    await plain.getByRole("button", { name: "Save decision" }).click();
    expect(await main(plain)).toMatch(/Your decision is kept.*No record waits/s);
    await plain.context().close();

    const gone = await coordinator.request.get(coordinator.url());
    expect(gone.status()).toBe(404);
  });

  test("what the record says reached no browser", () => {
    const bytes = received.join("\n");
    expect(bytes).toContain("Luke Cartwright");
    expect(Object.values(TENANCY).filter((value) => bytes.includes(value))).toEqual([]);
  });
});

async function dropTenancy(world: ConsoleAtWork): Promise<void> {
  const agencies = JSON.parse(await readFile(join(world.hub.dataDirectory, "demo/agencies.json"), "utf8"));
  const housing = agencies.agencies.find(({ agencyId }: { agencyId: string }) => agencyId === "solent-housing");
  const { ref, street, postcode, number } = TENANCY;
  const row = `${ref},999000099777,Cartwright,Luke,21/07/1998,${number},01/11/2026,,SOCIAL,0,,,,,${street},${postcode}`;
  const arriving = join(housing.feedDirectory, ".tenancies-99777.csv");
  await writeFile(arriving, `${HEADER}\n${row}\n`);
  await rename(arriving, join(housing.feedDirectory, "tenancies-99777.csv"));
}
