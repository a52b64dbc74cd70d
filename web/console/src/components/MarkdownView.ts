import { defineComponent, h } from 'vue';
import { renderMarkdown } from '../lib/markdown';

/** Markdown as nodes, in the text's own direction. */
export default defineComponent({
  props: { source: { type: String, required: true }, lang: { type: String, default: undefined } },
  setup: (props) => () => h('div', { class: 'prose', dir: 'auto', lang: props.lang }, renderMarkdown(props.source)),
});
