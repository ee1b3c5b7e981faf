#!/bin/sh
# A title says what its figure shows, also where a parameter was set so that the figure shows
# something else; in both languages. A line of the table: scenario | settings | English | Chinese.
# The same of what is told to who cannot see it, of which the second table has a part.
#   sh tests/titles.sh [PROGRAM OUT]     prints TAP
set -u
cd "$(dirname "$0")/.." || exit 1
program=${1:-build/release/dunwu}
out=${2:-build/titles}
count=0
bad=0

draw() { # SCENARIO SETTINGS LANGUAGE PART: what the figure says in that part
  rm -rf "$out"
  # shellcheck disable=SC2046  # the settings are several words
  "$program" run "scripts/$1.lua" $(printf '%s' "$2" | sed 's/[^ ][^ ]*/--set &/g') --lang "$3" \
    --out "$out" >"$out.said" 2>&1 || cat "$out.said" >&2
  said=$("$program" inspect "$out/$1.png" | sed -n "/^== $4\$/{n;p;q;}")
}

check() { # SCENARIO SETTINGS LANGUAGE TITLE
  count=$((count + 1))
  draw "$1" "$2" "$3" Title
  if [ "$said" = "$4" ]; then
    echo "ok $count - $1 $2 ($3)"
  else
    bad=1
    echo "not ok $count - $1 $2 ($3): '$said', not '$4'"
  fi
}

check_told() { # SCENARIO SETTINGS LANGUAGE WORDS
  count=$((count + 1))
  draw "$1" "$2" "$3" Description
  case $said in
  *"$4"*) echo "ok $count - told of $1 $2 ($3)" ;;
  *)
    bad=1
    echo "not ok $count - told of $1 $2 ($3): '$said' is without '$4'"
    ;;
  esac
}

while IFS='|' read -r scenario settings english chinese; do
  check "$scenario" "$settings" en "$english"
  check "$scenario" "$settings" zh-TW "$chinese"
done <<'END'
instruction_tuning|trials=100|Instruction tuning hurts the small and helps the large|指令微調：小模型受害，大模型受益
instruction_tuning|harm=0|In this toy model, instruction tuning leaves the small as they were and helps the large|這個玩具模型做指令微調：小模型不變，大模型受益
instruction_tuning|gain=0|In this toy model, instruction tuning hurts the small and leaves the large as they were|這個玩具模型做指令微調：小模型受害，大模型不變
instruction_tuning|understand=1e8|In this toy model, instruction tuning helps small and large alike|這個玩具模型做指令微調，不論大小都受益
instruction_tuning|understand=1e13|In this toy model, instruction tuning hurts small and large alike|這個玩具模型做指令微調，不論大小都受害
instruction_tuning|harm=0 gain=0|In this toy model, instruction tuning changes nothing|這個玩具模型做指令微調，不論大小都不變
emergence|trials=1000|Eight tasks: nothing, nothing, then suddenly|湧現：八項任務，一直不會，突然就會了
emergence|trials=1000 slope=0.5|The scores jump; a skill that grows this slowly only climbs|分數突然就上去了；成長這麼慢的能力只能慢慢爬
loss_vs_task|trials=100 tuning=1|A better next-token loss is not yet a better score|文字接龍的損失變低，不代表題目答得更好
loss_vs_task|tuning=0|In this toy model, one loss means one score|在這個玩具模型裡，損失相同，分數就相同
loss_vs_task|steps=64 scale=1|The loss falls all the way; a task of 64 steps stays unsolved|損失一路下降，64 個步驟的任務還是解不出來
u_shape|trials=100|Larger is worse, until still larger is better|越大越差，再大又變好
u_shape|trap=3e11 insight=1e13|PaLM turned up again; this toy model only gets worse|PaLM 再大又變好；這個玩具模型卻一路變差
u_shape|trap=1e13|If the trap came too late, larger would always be better|假如陷阱來得太晚，模型就越大越好
u_shape|trap=1e13 insight=1e13|If trap and insight both came too late, size would change little|假如陷阱和看穿陷阱的能力都來得太晚，大小就沒有差別
END
while IFS='|' read -r scenario settings english chinese; do
  check_told "$scenario" "$settings" en "$english"
  check_told "$scenario" "$settings" zh-TW "$chinese"
done <<'END'
abandoned_method|patience=0|A shaded part holds the sizes|陰影是
abandoned_method|patience=5|the largest far better. Most bosses try it up to the largest size.|最大的模型好得多。大多數老闆一直試到最大的模型。
bets|chance=0.5 win=20|one 50 % wide reaches up to the win of 20|寬 50 % 的色塊往上到贏 20 元
u_shape|trap=1e13|the toy model's curve only rises|玩具模型的曲線一路上升
inverse_scaling|conflict=0|the toy model's curve goes from 65 to|玩具模型的曲線由 65 % 到
multistep|steps=1|Three scores over model size on one smooth curve.|都在同一條平緩的曲線上
END
exit "$bad"
