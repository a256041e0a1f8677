import { expect, test } from 'vitest';
import { isPlainSvg } from '../../../src/core/plainSvg.ts';

test('shapes and text pass, whatever the text says', () => {
  expect(
    isPlainSvg(
      '<svg xmlns="http://www.w3.org/2000/svg" font-family="x"><title>t</title><g><rect x="1"/><text y="2">&lt;script&gt; ' +
        'onload="x" href= ]]&gt; &lt;/style&gt;</text></g></svg>',
    ),
  ).toBe(true);
  expect(isPlainSvg('<svg><text fill="a onload=b">x</text></svg>')).toBe(true);
});

test.each([
  '',
  'x<svg/>',
  '<html><svg/></html>',
  '<svg><script>alert(1)</script></svg>',
  '<svg onload="x()"></svg>',
  '<svg/onload=x()>',
  '<svg><rect onclick ="x"/></svg>',
  '<svg><a href="http://x"><text>y</text></a></svg>',
  '<svg><image href="http://x"/></svg>',
  '<svg><rect style="background:url(x)"/></svg>',
  '<svg><g xlink:href="x"/></svg>',
  '<svg><foreignObject/></svg>',
  '<svg><style>*{}</style></svg>',
  '<svg><!-- --></svg>',
  '<svg><?xml-stylesheet href="x"?></svg>',
  '<svg><text',
  '<svg><rect x=">" onload="x()"/></svg>',
  `<svg><rect x='"' onload='x()' y='"'/></svg>`,
])('%j does not', (svg) => expect(isPlainSvg(svg)).toBe(false));
