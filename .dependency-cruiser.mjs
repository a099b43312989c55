/**
 * Who may import whom: architecture.md section 3. Each layer has one rule that lists what it may reach; everything
 * else of ours is refused. TypeScript 7 exports no compiler API, so files are read with swc, type imports included.
 */
const OURS = "^(schemas|policies|connectors|gateway|services|test)/";

const TESTS = "\\.test\\.tsx?$";

/** What a test may use of other layers: the harness, and real parts where a part needs them to be tried. */
const ALSO_IN_TESTS = ["^test/"];

const CONNECTORS = [
  "police",
  "probation",
  "yot",
  "housing",
  "drug-services",
  "prison",
  "electronic-monitoring",
  "iom-team",
];

/** Refuses every import from `from` into our folders but those listed; tests may reach test/ as well. */
function layer(name, from, mayReach, comment) {
  const path = from.path ?? from;
  const rule = { comment, severity: "error" };
  const production = { path, pathNot: [TESTS, ...(from.pathNot ? [from.pathNot] : [])].flat() };
  return [
    { ...rule, name, from: production, to: { path: OURS, pathNot: mayReach } },
    {
      ...rule,
      name: `${name}-in-tests`,
      from: { path: `${path}.*${TESTS}` },
      to: { path: OURS, pathNot: [...mayReach, ...ALSO_IN_TESTS] },
    },
  ];
}

/** Refuses packages, Node's own modules included, but those listed. */
function packages(name, from, allowed, comment) {
  const listed = allowed.map((pattern) => `^(node_modules/(${pattern})(/|$)|(${pattern})$)`);
  return {
    name,
    comment,
    severity: "error",
    from: { path: from, pathNot: "\\.test\\.ts$|^schemas/generate/" },
    to: { dependencyTypes: ["npm", "npm-dev", "npm-no-pkg", "core", "unknown"], pathNot: listed },
  };
}

export default {
  forbidden: [
    {
      name: "no-circles",
      comment: "A circle means that two files are one idea, or that one of them knows too much.",
      severity: "error",
      from: { pathNot: "^schemas/generated/" },
      to: { circular: true },
    },
    {
      name: "not-resolvable",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    ...layer("schemas-reach-nothing", "^schemas/", ["^schemas/"], "The shared language depends on nothing of ours."),
    packages("schemas-packages", "^schemas/", ["ajv", "ajv-formats"], "The shared language depends on ajv alone."),
    ...layer("policies-reach-schemas", "^policies/", ["^(schemas|policies)/"], "Policies are pure."),
    packages("policies-packages", "^policies/", ["-"], "Policies use no package and no node: module."),
    ...layer(
      "platform-reaches-nothing",
      "^services/platform/",
      ["^services/platform/"],
      "Platform knows no domain word.",
    ),
    ...layer(
      "ledger-reaches-schemas-and-platform",
      "^services/ledger/",
      ["^(schemas|services/platform|services/ledger)/"],
      "The ledger knows the language and the outside world.",
    ),
    ...layer(
      "core-never-shares",
      "^services/core/",
      ["^(schemas|services/platform|services/ledger|services/core)/"],
      "The core remembers, it does not share: it never sees policies, gateway or connectors.",
    ),
    ...layer(
      "core-decides-purely",
      {
        path: "^services/core/(record/apply/|tag-hits/(matching|grid)/|.*/(apply-event|link-person|suggest-rag|match-crime)\\.ts)",
        pathNot: TESTS,
      },
      ["^(schemas|services/core)/"],
      "Files that decide import no store, bus or clock.",
    ),
    ...layer(
      "connectors-translate",
      "^connectors/",
      ["^(schemas|services/platform|connectors)/"],
      "Connectors know the language, the outside world and each other's frame.",
    ),
    ...CONNECTORS.flatMap((agency) =>
      layer(
        `connectors-never-meet-${agency}`,
        `^connectors/${agency}/`,
        ["^(schemas|services/platform)/", `^connectors/(${agency}|feeds|rows)/`, "^connectors/[^/]+\\.ts$"],
        "Each agency type stands alone.",
      ),
    ),
    ...layer(
      "gateway-is-the-door",
      { path: "^gateway/", pathNot: "^gateway/client/" },
      ["^(schemas|policies|services/platform|services/ledger|gateway)/"],
      "The gateway decides, projects, logs and answers; it never reads the core's tables or code.",
    ),
    {
      name: "gateway-does-not-use-its-client",
      comment:
        "The client is what an agency's engineer uses. Both ends share one grammar of signatures and nothing else.",
      severity: "error",
      from: { path: "^gateway/", pathNot: ["^gateway/client/", TESTS] },
      to: { path: "^gateway/client/", pathNot: "^gateway/client/http-signature/" },
    },
    ...layer(
      "client-stands-alone",
      { path: "^gateway/client/", pathNot: TESTS },
      ["^(schemas|gateway/client)/"],
      "The client imports schemas only.",
    ),
    packages("client-packages", "^gateway/client/", ["node:.*", "[a-z_]+"], "The client needs node: alone."),
    ...layer(
      "console-is-a-client",
      "^services/console/",
      ["^(schemas|gateway/client|services/platform|services/console|policies/words)/"],
      "The console has no privileges: it calls the gateway as any agency's system does. Of policies it takes their words alone.",
    ),
    packages(
      "console-packages",
      "^services/console/",
      ["node:.*", "[a-z_]+", "fs/promises", "hono", "@hono/node-server", "jose", "openid-client"],
      "The console renders pages, signs people in and seals cookies.",
    ),
    ...layer(
      "starters-use-public-faces",
      { path: "^services/([^/]+\\.ts|cli/|demo/)", pathNot: TESTS },
      [
        "^(schemas|policies|services/platform|services/ledger|services/cli|services/demo)/",
        "^services/[^/]+\\.ts$",
        "^(connectors|gateway|services/core)/start-[a-z]+\\.ts$",
        "^gateway/client/",
        "^gateway/caller/(agency-keys|explain-call|wire-request)\\.ts$",
        "^gateway/people/pairwise-ids\\.ts$",
        "^gateway/decisions/read-decisions\\.ts$",
        "^connectors/police/read-crime-file\\.ts$",
        "^services/core/feeds/(mark-feed|read-feed-marks)\\.ts$",
        "^services/core/tag-hits/(grid|matching)/",
        "^services/core/tag-hits/streaming/(match-positions|position-chunk|stream-matcher)\\.ts$",
        "^services/console/(start-console|read-console-file|frame/menu|keys/[a-z-]+)\\.ts$",
      ],
      "What starts the parts knows their start functions and public faces, not their insides.",
    ),
    {
      name: "no-test-in-production",
      comment: "Production code never imports a test, and nothing of test/.",
      severity: "error",
      from: { path: "^(schemas|policies|connectors|gateway|services)/", pathNot: TESTS },
      to: { path: ["^test/", TESTS] },
    },
    {
      name: "generator-stays-at-home",
      comment: "The generator runs at build; nothing that ships imports it.",
      severity: "error",
      from: { pathNot: "^schemas/generate/" },
      to: { path: "^schemas/generate/" },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
    enhancedResolveOptions: {
      conditionNames: ["concordat-source", "types", "node", "import", "require", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};
