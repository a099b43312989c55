import type { ICruiseOptions, IForbiddenRuleType, IResolveOptions } from "dependency-cruiser";

declare const rules: {
  readonly forbidden: IForbiddenRuleType[];
  readonly options: ICruiseOptions & { readonly enhancedResolveOptions: Partial<IResolveOptions> };
};

// biome-ignore lint/style/noDefaultExport: dependency-cruiser reads the default export.
export default rules;
