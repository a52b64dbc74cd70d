import { computed, onMounted, ref, shallowRef, watch } from 'vue';
import { useDesk } from '../../desk';
import { useLoad } from '../../lib/load';
import type { LanguageModel, ModelReport } from '../../wire';

/** The report of one of the models that have one, the newest first chosen; read again when a training ends. */
export function useModelReport() {
  const { http, training } = useDesk();
  const models = shallowRef<LanguageModel[]>([]);
  const version = ref<number | null>(null);
  const loaded = useLoad(async () => {
    models.value = ((await http.get<{ items: LanguageModel[] | null }>('/v1/training/models')).items ?? []).filter((m) => m.data_hash);
    if (!models.value.length) return null;
    if (!models.value.some((m) => m.version === version.value)) version.value = models.value[0]!.version;
    return http.get<ModelReport>(`/v1/training/models/${version.value}/report`);
  });
  const report = computed(() => loaded.state.data?.report ?? null);
  onMounted(loaded.run);
  watch(version, (_, before) => before !== null && loaded.run());
  watch(
    () => training.state.ended,
    () => {
      version.value = null;
      void loaded.run();
    },
  );
  return { models, version, loaded, report };
}
