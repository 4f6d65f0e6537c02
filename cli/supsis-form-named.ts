import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import type { PushedFormView } from '../domain/platform/pushed-form.ts';
import type { DeskContext } from './context.ts';

/** The form that a command names: by its vendor's id or its name. @throws DeskError NOT_FOUND, USAGE when several are meant */
export async function formNamed(context: DeskContext, named: string): Promise<PushedFormView> {
  const { listPushedForms } = await import('../database/pushed/list-pushed-forms.ts');
  const forms = await listPushedForms(context.database);
  const byId = forms.filter(({ id, formId }) => id === named || formId === named);
  const found = byId.length > 0 ? byId : forms.filter(({ name }) => fold(name) === fold(named));
  if (found.length > 1)
    throw new DeskError(
      'USAGE',
      `${named} may be one of several forms; name one by its id: ${found.map(({ id, source }) => `${id} (of ${source})`).join(', ')}`,
    );
  if (!found[0])
    throw new DeskError('NOT_FOUND', `there is no form ${named}; a form is known once its first response came`);
  return found[0];
}
