/// Words of a register, which come with it. A word nobody wrote is shown by its key rather than not at all.
export class Labels {
  constructor(private readonly flat: Record<string, string>) {}

  private at(key: string, fallback: string): string {
    return this.flat[key] ?? fallback;
  }
  has(key: string): boolean {
    return key in this.flat;
  }
  /// `path` of a field: its id, or `rows.sub` inside rows.
  field(path: string): string {
    return this.at(`fields.${path}`, path);
  }
  help(path: string): string | undefined {
    return this.flat[`fields.${path}.help`];
  }
  option(path: string, code: string): string {
    return this.at(`options.${path}.${code}`, code);
  }
  step(id: string): string {
    return this.at(`steps.${id}`, id);
  }
  state(id: string): string {
    return this.at(`states.${id}`, id);
  }
  action(id: string): string {
    return this.at(`actions.${id}`, id);
  }
  done(id: string): string {
    return this.at(`actions.${id}.done`, this.action(id));
  }
  limit(id: string): string {
    return this.at(`limits.${id}`, id);
  }
  filter(id: string): string {
    return this.at(`filters.${id}`, id);
  }
  link(id: string): string {
    return this.at(`links.${id}`, id);
  }
  role(id: string): string {
    return this.at(`roles.${id}`, id);
  }
  column(id: string, fallback?: string): string {
    return fallback ?? this.flat[`columns.${id}`] ?? this.field(id);
  }
  purpose(id: string): string {
    return this.at(`purposes.${id}`, id);
  }
  relation(id: string): string {
    return this.at(`relations.${id}`, id);
  }
  identityKind(id: string): string {
    return this.at(`identity_kinds.${id}`, id);
  }
}
