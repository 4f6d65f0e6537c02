/** One press. `name` is what bindings compare (`j`, `J`, `enter`, `ctrl+d`, `shift+tab`); `text` is what it writes. */
export interface Key {
  name: string;
  text: string;
}
