import { menuOf } from "./console/frame/menu.ts";
import { demoKeyHolder } from "./console/keys/demo-key-holder.ts";
import { folderKeyHolder } from "./console/keys/folder-key-holder.ts";
import { readConsoleFile } from "./console/read-console-file.ts";
import { startConsole } from "./console/start-console.ts";
import { demoIdentityProvider } from "./demo/identity-provider/demo-identity-provider.ts";
import { demoOfficers } from "./demo/identity-provider/demo-officers.ts";
import type { ClientPartContext, RunningPart } from "./part.ts";

/**
 * The console as HUB_CONSOLE_FILE describes it, or the demonstration's with a provider and keys of its own. A hub that is neither
 * runs without one, as it did before it had any.
 */
export async function startConsolePart(context: ClientPartContext): Promise<RunningPart> {
  const { environment, log } = context;
  const { consoleFile, mode, schemeFile } = environment;
  if (consoleFile !== null) return startConfigured(context, consoleFile);
  if (mode === "demo" && schemeFile === null) return startDemonstration(context);
  log.warn("no console is started: HUB_CONSOLE_FILE is not given");
  return { [Symbol.asyncDispose]: async () => undefined };
}

async function startConfigured(context: ClientPartContext, file: string): Promise<RunningPart> {
  const { environment, ...common } = context;
  const { origin, keysFolder, ...provider } = await readConsoleFile(file);
  return startConsole({
    ...common,
    host: environment.host,
    port: environment.consolePort,
    origin,
    keys: folderKeyHolder(keysFolder),
    provider: async () => provider,
    madeUpSignIns: [],
  });
}

async function startDemonstration(context: ClientPartContext): Promise<RunningPart> {
  const { environment, ...common } = context;
  const { scheme } = context;
  const provider = demoIdentityProvider(scheme);
  const running = await startConsole({
    ...common,
    host: environment.host,
    port: environment.consolePort,
    origin: null,
    keys: demoKeyHolder(environment.dataFolder),
    provider: provider.settings,
    madeUpSignIns: demoOfficers(scheme).filter(({ claims }) => menuOf(claims.role).length > 0),
  });
  return {
    origin: running.origin,
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
    },
  };
}
