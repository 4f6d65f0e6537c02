/** Stands for react-devtools-core in the bundle: Ink imports it only in development, but a bundle always would. */
const noDevtools = { initialize() {}, connectToDevTools() {} };

export default noDevtools;
