import { GraphRefusal } from '../graph/graph-error.ts';

/** What is said of an object that is gone, cannot be seen, or cannot do what is asked; they are told apart by nobody. */
export function unknownObject(id: string): GraphRefusal {
  return new GraphRefusal({
    code: 100,
    subcode: 33,
    message: `Unsupported request: the object ${id} is not there, is not visible, or does not support it`,
  });
}
