/// The two calls of a letterhead; its tag is that of the organisation.
import { send } from '../api/client';

export interface Letterhead {
  above: string;
  own: string;
  place: string;
  symbol: string;
  /// Lines; an empty one between two ways of signing.
  signatures: string;
  recipients: string;
}
export interface Held {
  letterhead: Letterhead;
  etag: string;
}
const at = (id: string): string => `/api/v1/organisations/${encodeURIComponent(id)}/letterhead`;

export async function loadLetterhead(id: string): Promise<Held> {
  const { value, etag } = await send<Letterhead>('GET', at(id));
  return { letterhead: value, etag: etag ?? '' };
}
export async function changeLetterhead(id: string, tag: string, fields: unknown): Promise<Held> {
  const { value, etag } = await send<Letterhead>('PUT', at(id), { json: fields, ifMatch: tag });
  return { letterhead: value, etag: etag ?? '' };
}
