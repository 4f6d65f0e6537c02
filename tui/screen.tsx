import { Box, Text, useApp, useInput, usePaste, useWindowSize } from 'ink';
import { memo, useEffect, useSyncExternalStore } from 'react';
import type { App } from './app-context.ts';
import { frame } from './draw/frame.ts';
import { toKeys } from './input/to-keys.ts';
import { paste, pressKey } from './press-key.ts';
import { paintLine } from './theme.ts';

/** What the terminal lends to actions once it is there. */
export interface TerminalParts {
  leave(): void;
  suspend(work: () => Promise<void>): Promise<void>;
}

/** The whole screen: one text a row, drawn from the state; the one place where keys come in. */
export function Screen({ app, onTerminal }: { app: App; onTerminal: (parts: TerminalParts) => void }) {
  const state = useSyncExternalStore(app.store.subscribe, app.store.get);
  const { columns, rows } = useWindowSize();
  const { exit, suspendTerminal } = useApp();
  useEffect(() => {
    onTerminal({ leave: () => exit(), suspend: (work) => suspendTerminal(work) });
  }, [exit, suspendTerminal, onTerminal]);
  useEffect(() => {
    app.store.update((now) =>
      now.size.columns === columns && now.size.rows === rows ? now : { ...now, size: { columns, rows } },
    );
  }, [app, columns, rows]);
  useInput((input, key) => {
    const keys = toKeys(input, key, app.store.get().layers.at(-1)?.kind === 'prompt');
    if (!Array.isArray(keys)) return paste(app, keys.paste);
    for (const one of keys) pressKey(app, one);
  });
  usePaste((text) => paste(app, text));
  const lines = frame(state);
  return (
    <Box flexDirection="column" width={state.size.columns} height={state.size.rows}>
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a row of the screen is its place
        <Row key={index} text={paintLine(line, state.theme)} />
      ))}
    </Box>
  );
}

const Row = memo(function Row({ text }: { text: string }) {
  return <Text wrap="truncate">{text || ' '}</Text>;
});
