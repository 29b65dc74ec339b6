import { type Command, Help } from 'commander';

/** Columns for the names of commands and flags. */
const MOST_COLUMNS = 30;

/** Help in 80 columns: what is said of a long name stands below it. */
export const helpLayout: Pick<Help, 'padWidth' | 'formatItem'> = {
  padWidth(command: Command, helper: Help): number {
    return Math.min(MOST_COLUMNS, Help.prototype.padWidth.call(helper, command, helper));
  },
  formatItem(term: string, termWidth: number, description: string, helper: Help): string {
    const item = (name: string, text: string) => Help.prototype.formatItem.call(helper, name, termWidth, text, helper);
    return helper.displayWidth(term) <= termWidth ? item(term, description) : `${item(term, '')}\n${item('', description)}`;
  },
};
