/// Whether there is a register for the person who is signed in, as far as the top bar has to know.
import { send } from '../api/client';
import { Problem } from '../api/problem';

class OwnRegisters {
  isAny = $state(false);

  /// Asked again whenever somebody signs in or acts for another body.
  async look(): Promise<void> {
    try {
      const { value } = await send<{ registers: unknown[] }>('GET', '/api/v1/registers');
      this.isAny = value.registers.length > 0;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.isAny = false;
    }
  }
}

export const ownRegisters = new OwnRegisters();
