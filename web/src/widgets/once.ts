/// The second click of a double click must not decide again, nor about what has moved under the pointer meanwhile.
export function onceOnly(node: HTMLElement): void {
  node.addEventListener(
    'click',
    (event) => {
      if (event.detail < 2 || !(event.target instanceof Element) || !event.target.closest('button')) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}
