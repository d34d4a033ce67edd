//! What is pointed to comes first.

/// Positions so that each comes after the one it points to. What points in a circle is cut loose where the circle is
/// first met; the second list names those, and in `to` they point nowhere any more.
pub fn targets_first(to: &mut [Option<usize>]) -> (Vec<usize>, Vec<usize>) {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Unseen,
        OnTheWay,
        Placed,
    }
    let mut state = vec![State::Unseen; to.len()];
    let (mut order, mut cut) = (Vec::with_capacity(to.len()), Vec::new());
    for start in 0..to.len() {
        let mut way = Vec::new();
        let mut at = start;
        while state[at] == State::Unseen {
            state[at] = State::OnTheWay;
            way.push(at);
            match to[at] {
                Some(next) if state[next] == State::OnTheWay => {
                    to[at] = None;
                    cut.push(at);
                }
                Some(next) => at = next,
                None => {}
            }
        }
        for at in way.into_iter().rev() {
            state[at] = State::Placed;
            order.push(at);
        }
    }
    (order, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(to: &[Option<usize>], order: &[usize], cut: &[usize]) {
        let mut to = to.to_vec();
        assert_eq!(targets_first(&mut to), (order.to_vec(), cut.to_vec()));
        let place = |wanted: usize| order.iter().position(|at| *at == wanted);
        for (from, target) in to.iter().enumerate() {
            assert!(target.is_none_or(|target| place(target) < place(from)));
        }
    }

    #[test]
    fn targets_come_first_and_circles_are_cut() {
        check(&[], &[], &[]);
        check(&[None, None], &[0, 1], &[]);
        check(&[Some(2), None, Some(1)], &[1, 2, 0], &[]);
        check(&[Some(0)], &[0], &[0]);
        check(&[Some(1), Some(2), Some(1), Some(0)], &[2, 1, 0, 3], &[2]);
    }

    #[test]
    fn a_long_chain_takes_no_long_time() {
        let mut to: Vec<_> = (0..200_000).map(|at| Some(at + 1)).chain([None]).collect();
        assert_eq!(targets_first(&mut to).0.first(), Some(&200_000));
    }
}
