import type { DesignKind } from '../database/designs.ts';
import { readDiscovery } from '../embedded/discovery.ts';
import type { DeskContext } from './context.ts';

const folders: Record<DesignKind, string> = { chatbot: 'chat', form: 'forms' };

/** Where visitors find a form or chatbot; null when nobody told where the intake is. */
export function visitorAddress({ config }: Pick<DeskContext, 'config'>, kind: DesignKind, name: string): string | null {
  const base = config.publicUrl ?? readDiscovery(config.home)?.intakeUrl ?? null;
  return base === null ? null : `${base}/${folders[kind]}/${encodeURIComponent(name)}`;
}
