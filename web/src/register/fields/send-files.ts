/// Files chosen together, sent one behind the other: what is refused is told by its name, and the others still go. Pure but
/// for the sending, which is given.
import { Problem } from '../../api/problem';

export interface Refusal {
  name: string;
  code: string;
  why: string;
}

/// `sent` is told of each file that arrived, in order. Anything but a refusal of the server is a fault of the page.
export async function sendEach<Made>(
  files: readonly File[],
  send: (file: File) => Promise<Made>,
  sent: (file: File, made: Made) => void,
): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  for (const file of files) {
    try {
      sent(file, await send(file));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ name: file.name, code: error.code, why: error.detail });
    }
  }
  return refused;
}
