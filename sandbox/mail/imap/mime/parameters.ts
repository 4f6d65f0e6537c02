export interface ParameterisedValue {
  value: string;
  /** Names in lower case, values without quotes, in their order. */
  parameters: [string, string][];
}

const parameter = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;

/** Reads a field like Content-Type or Content-Disposition (RFC 2045, 5.1). */
export function parseParameters(field: string): ParameterisedValue {
  const parameters = [...field.matchAll(parameter)].map(([, name = '', quoted, bare = '']): [string, string] => [
    name.toLowerCase(),
    quoted?.replaceAll(/\\(.)/g, '$1') ?? bare,
  ]);
  return { value: (field.split(';')[0] ?? '').trim(), parameters };
}
