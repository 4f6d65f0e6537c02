/** The channels on platforms, for whoever may not know their clients: screens. */
export { platformChannels } from '../channels/table.ts';
