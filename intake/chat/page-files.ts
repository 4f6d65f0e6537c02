import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface PageFile {
  text: string;
  type: string;
  /** Of its content: an address with it never has to be asked for again. */
  version: string;
}

const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };

/**
 * What the browser gets: files written as they are served, so that what a browser shows in its debugger is what stands
 * here. They lie beside this module, in dist/ too.
 */
export function loadPageFiles(): Record<'chat.js' | 'chat.css' | 'embed.js', PageFile> {
  return {
    'chat.js': load('chat.js', types.js),
    'chat.css': load('chat.css', types.css),
    'embed.js': load('embed.js', types.js),
  };
}

function load(name: string, type: string): PageFile {
  const text = readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
  return { text, type, version: createHash('sha256').update(text).digest('base64url').slice(0, 12) };
}
