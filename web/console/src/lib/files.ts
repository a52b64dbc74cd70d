/** A file that was chosen, with the folders above it. */
export interface Chosen {
  file: File;
  path: string;
}

/** What an input has: of a folder, the files with their paths. */
export function fromInput(list: FileList | null | undefined): Chosen[] {
  return [...(list ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name })).filter((c) => visible(c.path));
}

/** What was dropped: files, and all that is in folders. */
export async function fromDrop(transfer: DataTransfer | null): Promise<Chosen[]> {
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.()).filter((e): e is FileSystemEntry => !!e);
  if (!entries.length) return fromInput(transfer?.files);
  const out: Chosen[] = [];
  for (const entry of entries) await walk(entry, '', out);
  return out;
}

async function walk(entry: FileSystemEntry, above: string, out: Chosen[]): Promise<void> {
  const path = above + entry.name;
  if (!visible(path)) return;
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    out.push({ file, path });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail)); // browsers give 100 at a time
    if (!some.length) return;
    for (const inside of some) await walk(inside, `${path}/`, out);
  }
}

/** Systems put hidden files into folders that nobody wants to import. */
function visible(path: string): boolean {
  return !path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}
