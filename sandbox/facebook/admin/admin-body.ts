import type { PlatformAnswer, PlatformRequest, PlatformRoute } from '../../platform/platform-server.ts';

/** What an admin call carries: a JSON object. */
export class AdminBody {
  readonly #values: Record<string, unknown>;

  constructor({ body }: PlatformRequest) {
    this.#values = body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);
  }

  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw new Error(`${name} is missing`);
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.#optional(name, 'string') as string | undefined;
  }

  number(name: string): number | undefined {
    return this.#optional(name, 'number') as number | undefined;
  }

  flag(name: string): boolean | undefined {
    return this.#optional(name, 'boolean') as boolean | undefined;
  }

  texts(name: string): string[] | undefined {
    const value = this.#values[name];
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw new Error(`${name} must be a list of texts`);
    return value.map(String);
  }

  date(name: string): Date | undefined {
    const text = this.optionalText(name);
    return text === undefined ? undefined : new Date(text);
  }

  #optional(name: string, kind: 'string' | 'number' | 'boolean'): unknown {
    const value = this.#values[name];
    if (value !== undefined && typeof value !== kind) throw new Error(`${name} must be a ${kind}`);
    return value;
  }
}

/** A route of the stand-in's own; what `act` gives is the body of the answer. */
export function adminRoute(path: string, act: (body: AdminBody) => object | Promise<object>): PlatformRoute {
  const answer = async (request: PlatformRequest): Promise<PlatformAnswer> => ({
    body: await act(new AdminBody(request)),
  });
  return ['POST', new RegExp(`^/sandbox/${path}$`), answer];
}
