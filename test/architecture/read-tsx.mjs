/**
 * dependency-cruiser reads TypeScript with swc, and has no setting for TSX. Loaded before it, this lets swc read each file by the
 * syntax that the file's name says.
 */
import { createRequire } from "node:module";

const swc = createRequire(import.meta.url)("@swc/core");
const { parseFileSync } = swc;

swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") });
