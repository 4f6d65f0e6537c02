import { existsSync, readFileSync } from 'node:fs';

export interface ManifestEntry {
  sha256: string;
  workflowTypes: string[];
  /** Features that the file must have; see features.ts. */
  contains: string[];
}

export const historiesFolder = new URL('.', import.meta.url);
export const manifestPath = new URL('manifest.json', import.meta.url);

/** What is said of each saved history, by file name. */
export function readManifest(): Record<string, ManifestEntry> {
  if (!existsSync(manifestPath)) return {};
  return JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, ManifestEntry>;
}
