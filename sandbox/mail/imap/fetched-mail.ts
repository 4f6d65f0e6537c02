import type { StoredMail } from '../store/mailbox.ts';
import { ImapRefusal } from './command.ts';
import type { FetchItem } from './fetch-items.ts';
import { internalDate } from './format.ts';
import { bodySection } from './mime/body-section.ts';
import { bodyStructure } from './mime/body-structure.ts';
import { envelope } from './mime/envelope.ts';
import { headerFields, headerLength } from './mime/header-fields.ts';
import { parseMime } from './mime/mime-part.ts';

/** One mail while it is being fetched: read from disk at most once, and only when an item needs it. */
export class FetchedMail {
  private readonly mail: StoredMail;
  private readonly read: () => Buffer;
  private bytes: Buffer | null = null;

  constructor(mail: StoredMail, read: () => Buffer) {
    this.mail = mail;
    this.read = read;
  }

  /** What follows the item's label in the answer. */
  answer(item: FetchItem, flagList: string): (string | Buffer)[] {
    switch (item.name) {
      case 'FLAGS':
        return [flagList];
      case 'UID':
        return [String(this.mail.uid)];
      case 'INTERNALDATE':
        return [internalDate(this.mail.receivedAt)];
      case 'RFC822.SIZE':
        return [String(this.mail.sizeBytes)];
      case 'ENVELOPE':
        return [envelope(headerFields(this.raw.subarray(0, headerLength(this.raw))))];
      case 'BODYSTRUCTURE':
        return [bodyStructure(parseMime(this.raw), true)];
      case 'BODY':
        return [bodyStructure(parseMime(this.raw), false)];
      default:
        return this.section(item);
    }
  }

  private get raw(): Buffer {
    this.bytes ??= this.read();
    return this.bytes;
  }

  private section({ section = '', partial }: FetchItem): (string | Buffer)[] {
    const whole = this.sectionBytes(section);
    if (whole === null) return ['NIL'];
    const bytes = partial ? whole.subarray(partial.offset, partial.offset + partial.length) : whole;
    return [`{${bytes.length}}\r\n`, bytes];
  }

  private sectionBytes(section: string): Buffer | null {
    try {
      return bodySection(this.raw, section);
    } catch {
      throw new ImapRefusal(`BAD Unknown section ${section}`);
    }
  }
}
