import type { Database } from '../../database/connect.ts';
import { loadDesignVersion, lookUpDesign, type Design } from '../../database/designs.ts';
import { fold } from '../../domain/fold.ts';
import type { Form } from '../../domain/form/form.ts';

/** A form as visitors get it now. */
export interface OpenForm {
  design: Design;
  version: number;
  form: Form;
}

const LONGEST_NAME = 60;
const MOST_KEPT = 500;

/**
 * Finds published forms by name. What a version says never changes, so it is read once; and the form last seen under a
 * name is kept for the moments when the database is away: what a visitor typed can then be shown to him again.
 */
export class FormShelf {
  #versions = new Map<string, Form>();
  #lastSeen = new Map<string, OpenForm>();

  /** @returns null when no form of this name is published */
  async find(database: Database, name: string): Promise<OpenForm | null> {
    if (name.length > LONGEST_NAME) return null;
    const design = await lookUpDesign(database, 'form', name);
    if (!design || design.publishedVersion === null) {
      this.#lastSeen.delete(fold(name));
      return null;
    }
    const version = design.publishedVersion;
    const open = { design, version, form: await this.version(database, design.id, version) };
    keep(this.#lastSeen, fold(name), open);
    return open;
  }

  /** As it was when it was last asked for. */
  lastSeen(name: string): OpenForm | null {
    return this.#lastSeen.get(fold(name)) ?? null;
  }

  async version(database: Database, designId: string, version: number): Promise<Form> {
    const key = `${designId}/${version}`;
    const known = this.#versions.get(key);
    if (known) return known;
    const { definition } = await loadDesignVersion(database, designId, version);
    const form = definition as unknown as Form;
    keep(this.#versions, key, form);
    return form;
  }
}

function keep<Kept>(map: Map<string, Kept>, key: string, kept: Kept): void {
  map.delete(key);
  map.set(key, kept);
  const [oldest] = map.keys();
  if (map.size > MOST_KEPT && oldest !== undefined) map.delete(oldest);
}
