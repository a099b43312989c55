import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Child } from "hono/jsx";
import { expect, test } from "vitest";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { Button, ButtonLink, StartButton } from "./button.tsx";
import { Checkboxes, Radios } from "./choices.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { SuccessBanner } from "./notification.tsx";
import { Tag } from "./tag.tsx";
import { Input, Select, Textarea } from "./text-fields.tsx";

const require = createRequire(import.meta.url);

type Fixture = { readonly name: string; readonly html: string };

/** What govuk-frontend itself makes of one of its own examples. */
function fixture(component: string, name: string): string {
  const file = require.resolve(`govuk-frontend/dist/govuk/components/${component}/fixtures.json`);
  const { fixtures } = JSON.parse(readFileSync(file, "utf8")) as { readonly fixtures: readonly Fixture[] };
  const found = fixtures.find((one) => one.name === name);
  if (found === undefined) throw new Error(`govuk-frontend has no example ${name} of ${component}`);
  return found.html;
}

/** One spelling of the same HTML: attributes in order, no space that means nothing. */
function spelled(html: string): string {
  return html
    .replaceAll(/<!--.*?-->/gs, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(
      /<([a-z0-9]+)((?:\s[^>]*)?)\/?>/gi,
      (_, tag: string, attributes: string) => `<${tag}${sorted(attributes)}>`,
    )
    .replaceAll(/ ?(<[^>]*>) ?/g, "$1")
    .replaceAll("</path>", "")
    .replaceAll("&#39;", "'")
    .trim();
}

function sorted(attributes: string): string {
  const found = [...attributes.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)].map(
    ([, name = "", value = ""]) => `${name}="${value}"`,
  );
  return found
    .toSorted()
    .map((one) => ` ${one}`)
    .join("");
}

const NATIONALITIES = [
  { value: "british", text: "British" },
  { value: "irish", text: "Irish" },
  { value: "other", text: "Citizen of another country" },
];

const CASES: readonly (readonly [component: string, name: string, ours: Child])[] = [
  ["button", "default", <Button>Save and continue</Button>],
  [
    "button",
    "secondary",
    <Button kind="secondary" name="secondary">
      Secondary button
    </Button>,
  ],
  [
    "button",
    "warning",
    <Button kind="warning" name="Warning">
      Warning button
    </Button>,
  ],
  ["button", "link", <ButtonLink href="/">Link button</ButtonLink>],
  ["button", "start link", <StartButton href="/">Start now link button</StartButton>],
  ["tag", "default", <Tag>Alpha</Tag>],
  ["tag", "grey", <Tag colour="grey">Grey</Tag>],
  [
    "breadcrumbs",
    "with last breadcrumb as current page",
    <Breadcrumbs
      items={[
        { text: "Home", href: "/" },
        { text: "Passports, travel and living abroad", href: "/browse/abroad" },
        { text: "Travel abroad" },
      ]}
    />,
  ],
  [
    "error-summary",
    "default",
    <ErrorSummary
      errors={[
        { text: "The date your passport was issued must be in the past", href: "#example-error-1" },
        { text: "Enter a postcode, like AA1 1AA", href: "#example-error-2" },
      ]}
    />,
  ],
  [
    "select",
    "with hint text and error message",
    <Select
      id="select-2"
      label="Label text goes here"
      hint="Hint text goes here"
      error="Error message goes here"
      options={[1, 2, 3].map((at) => ({ value: String(at), text: `GOV.UK frontend option ${at}` }))}
    />,
  ],
  ["input", "default", <Input id="test-name" label="National Insurance number" />],
  [
    "input",
    "with error and hint",
    <Input
      id="with-error-hint"
      name="with-error-hint"
      label="National insurance number"
      hint="It’s on your National Insurance card, benefit letter, payslip or P60. For example, ‘QQ 12 34 56 C’."
      error="Enter a National Insurance number in the correct format"
    />,
  ],
  ["textarea", "default", <Textarea id="more-detail" label="Can you provide more detail?" />],
  [
    "textarea",
    "with error message",
    <Textarea
      id="no-ni-reason"
      label="Why can’t you provide a National Insurance number?"
      error="You must provide an explanation"
    />,
  ],
  ["checkboxes", "default", <Checkboxes name="nationality" legend="What is your nationality?" items={NATIONALITIES} />],
  [
    "radios",
    "default",
    <Radios
      name="example-default"
      legend="Have you changed your name?"
      items={[
        { value: "yes", text: "Yes" },
        { value: "no", text: "No" },
      ]}
    />,
  ],
  ["notification-banner", "with type as success", <SuccessBanner>Email sent to example@email.com</SuccessBanner>],
];

test.each(CASES)("our %s is govuk-frontend's own: %s", (component, name, ours) => {
  expect(spelled(String(ours))).toBe(spelled(fixture(component, name)));
});

test("the comparison sees a class that is missing, and a word", () => {
  expect(spelled(String(<Tag>Alpha</Tag>))).not.toBe(spelled(String(<Tag colour="red">Alpha</Tag>)));
  expect(spelled(String(<Tag>Alpha</Tag>))).not.toBe(spelled(String(<Tag>Beta</Tag>)));
});
