const longestName = 120;
const longestExtension = 12;
/** Zero-width, bidirectional and other format signs hide what a name is ("invoice‮fdp.exe"). */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(?:\.|$)/i;

/**
 * An attachment's name that is safe to show and to save under: no path, no hidden or control signs, nothing a
 * file system reserves, at most 120 characters with the extension kept. `fallback` names what has no usable name.
 */
export function safeFileName(name: string | null | undefined, fallback = 'attachment'): string {
  const parts = (name ?? '').slice(0, 10_000).normalize('NFC').replace(hidden, '').split(/[\\/]/);
  const base = (parts.findLast((part) => /[^.\s]/.test(part)) ?? '')
    .replace(/[<>:"|?*`$;&]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s~-]+/, '')
    .replace(/[.\s]+$/, '');
  const usable = base === '' ? fallback : base;
  return shorten(reserved.test(usable) ? `_${usable}` : usable);
}

function shorten(name: string): string {
  const letters = Array.from(name);
  if (letters.length <= longestName) return name;
  const dot = letters.lastIndexOf('.');
  const extension = dot > 0 && letters.length - dot <= longestExtension ? letters.slice(dot) : [];
  return [...letters.slice(0, longestName - extension.length), ...extension].join('');
}
