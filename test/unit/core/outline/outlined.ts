import { functionOutline } from '../../../../src/core/outline/functionOutline.ts';

/** Each function as `Type.name first/name-last`, with lines as an editor counts them, from 1. */
export function outlined(text: string, languageId: string): readonly string[] | undefined {
  return functionOutline(text, languageId)?.map(
    ({ name, container, nameLine, firstLine, lastLine }) =>
      `${container === undefined ? '' : `${container}.`}${name} ${firstLine + 1}/${nameLine + 1}-${lastLine + 1}`,
  );
}
