import { safeBlock, safeLine } from '../../domain/safe-text.ts';
import type { App } from '../app-context.ts';
import type { DesignPicture, DesignVersionView, DesignView } from '../design-views.ts';
import { line, type Line } from '../draw/line.ts';
import { fullTime } from '../draw/times.ts';
import { confirm } from '../layers/confirm.ts';
import { info } from '../layers/info.ts';
import { picker } from '../layers/picker.ts';
import { openLayer } from './layers.ts';
import { start, startOpening, tell } from './tell.ts';

/** The tree of a chatbot or the fields of a form, and all versions. */
export function showDesign(app: App, design: DesignView): void {
  startOpening(app, async () => {
    const { timeZone } = app.store.get();
    const picture = await app.data.readDesign(design, lookOf(app));
    const lines = [
      // Blanks stay: they draw the tree.
      ...picture.lines.map((text) => line(safeBlock(text).replaceAll('\n', ' '))),
      line(''),
      ...versionLines(design, picture, timeZone),
    ];
    openLayer(app, info(`${design.kind} ${design.name}, version ${design.latestVersion}`, lines));
  });
}

function lookOf(app: App): { cells: number; isAscii: boolean } {
  const { size, theme } = app.store.get();
  return { cells: size.columns, isAscii: theme.isAscii };
}

function versionLines(design: DesignView, { versions }: DesignPicture, timeZone: string): Line[] {
  return [
    line('Versions', 'title'),
    ...versions.map((version) =>
      line(
        `  ${versionWords(version, timeZone)}${version.version === design.publishedVersion ? '  <- visitors get this one' : ''}`,
        version.version === design.publishedVersion ? 'good' : 'plain',
      ),
    ),
  ];
}

function versionWords({ version, savedAt, savedBy, publishedAt }: DesignVersionView, timeZone: string): string {
  const published = publishedAt ? `, published ${fullTime(publishedAt, timeZone)}` : ', draft';
  return `v${version}  saved ${fullTime(savedAt, timeZone)} by ${safeLine(savedBy, 40)}${published}`;
}

/** Gives the newest draft to visitors. */
export function publishDraft(app: App, design: DesignView): void {
  if (design.latestVersion === design.publishedVersion)
    return tell(app, `${design.name}: version ${design.latestVersion} is published already`, { kind: 'warning' });
  publish(app, design, design.latestVersion);
}

function publish(app: App, design: DesignView, version: number): void {
  start(app, async () => {
    await app.data.publishDesign(design, version);
    tell(app, `${design.name}: visitors get version ${version} now; talks under way go on with theirs`);
    app.readNow();
  });
}

/** Back to a version that visitors had before. */
export function rollBack(app: App, design: DesignView): void {
  startOpening(app, async () => {
    const { versions } = await app.data.readDesign(design, lookOf(app));
    const { timeZone } = app.store.get();
    const earlier = versions.filter(({ version, publishedAt }) => publishedAt && version !== design.publishedVersion);
    if (earlier.length === 0)
      return tell(app, `${design.name}: no other version was published before`, { kind: 'warning' });
    const items = earlier.map((version) => ({
      id: String(version.version),
      label: `v${version.version}`,
      hint: versionWords(version, timeZone),
    }));
    openLayer(
      app,
      picker({
        title: `Roll ${design.name} back to`,
        items,
        onDone: ([chosen]) => chosen && askRollBack(app, design, Number(chosen.id)),
      }),
    );
  });
}

function askRollBack(app: App, design: DesignView, version: number): void {
  openLayer(
    app,
    confirm({
      title: `Roll ${design.name} back to version ${version}?`,
      text: [`Visitors get version ${version} instead of ${design.publishedVersion ?? 'nothing'}. Drafts stay.`],
      yes: 'Roll back',
      onYes: () => publish(app, design, version),
    }),
  );
}
