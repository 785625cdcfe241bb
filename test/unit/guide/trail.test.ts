import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  nameOf,
  neighbor,
  noTrail,
  note,
  placeOf,
  resume,
  trailSchema,
  turn,
  visit,
} from '../../../src/guide/trail.ts';

const at = (page: string, heading = page, scroll = 0) => ({ page, heading, scroll });

describe('the way through the guide', () => {
  it('goes back to where one was on the page, and forward again', () => {
    let trail = visit(noTrail, at('5.1'));
    trail = note(trail, at('5.1', '5.1.3', 900));
    trail = visit(trail, at('5.3', '5.3.3'));
    assert.deepEqual(neighbor(trail, -1), at('5.1', '5.1.3', 900));
    trail = turn(trail, -1);
    assert.deepEqual(placeOf(trail), at('5.1', '5.1.3', 900));
    assert.equal(placeOf(turn(trail, -1)), placeOf(trail), 'nothing before it');
    assert.equal(placeOf(turn(trail, 1))?.page, '5.3');
    trail = visit(trail, at('6.1'));
    assert.equal(neighbor(trail, 1), undefined, 'a new way forgets the old one');
  });

  it('offers what was begun on a page, below it, or anywhere', () => {
    let trail = visit(noTrail, at('5.1'));
    trail = note(trail, at('5.1', '5.1.2', 100));
    assert.equal(resume(trail, '5.1', false), undefined, 'a glance is no reading');
    trail = note(trail, at('5.1', '5.1.3', 900));
    trail = note(trail, at('5.1', '5.1', 0));
    assert.equal(resume(trail, '5.1', false)?.heading, '5.1.3', 'the top does not count');
    assert.equal(resume(trail, '5', false)?.page, '5.1');
    assert.equal(resume(trail, '6', false), undefined);
    assert.equal(resume(trail, '1', true)?.page, '5.1');
    assert.deepEqual([nameOf(at('5.1', '5.1.2', 20)), nameOf(at('5.1', '5.1.2', 900))], ['5.1', '5.1.2']);
  });

  it('leaves out a note of a page that is no longer shown', () => {
    const trail = visit(visit(noTrail, at('5.1')), at('5.2'));
    assert.equal(note(trail, at('5.1', '5.1.1', 500)), trail);
  });

  it('never loses its place, however one goes, and can be kept', () => {
    const step = fc.oneof(
      fc.record({ visit: fc.constantFrom('1', '2', '3') }),
      fc.record({ turn: fc.constantFrom(-1 as const, 1 as const) }),
      fc.record({ note: fc.nat(5000), page: fc.constantFrom('1', '2', '3') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let trail = visit(noTrail, at('1'));
        for (const one of steps) {
          if ('visit' in one) trail = visit(trail, at(one.visit));
          else if ('turn' in one) trail = turn(trail, one.turn);
          else trail = note(trail, at(one.page, one.page, one.note));
          assert.ok(placeOf(trail));
          assert.ok(trail.places.length <= 50);
        }
        assert.deepEqual(trailSchema.parse(JSON.parse(JSON.stringify(trail))), trail);
      }),
    );
  });
});
