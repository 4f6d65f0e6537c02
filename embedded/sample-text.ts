import { readFile } from 'node:fs/promises';

export type SampleName = 'after-hours' | 'mesai-disi' | 'contact' | 'office';

/**
 * The text of a sample design. They are files, so that they can be read, copied and applied by hand; the build lays
 * them beside the program, where this finds them from the sources and from dist/ alike.
 */
export function sampleText(name: SampleName): Promise<string> {
  return readFile(new URL(`./samples/${name}.yaml`, import.meta.url), 'utf8');
}
