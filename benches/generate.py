#!/usr/bin/env python3
"""Writes a made-up Japanese book, the same pages for each generator.

    generate.py TARGET PAGES [--seed N] [--for tebiki,hugo,hugo-bare,hugo-book,mdbook,zola] [--statistics]

Makes TARGET/tebiki, TARGET/hugo and so on. The text comes from word lists and
sentence patterns of its own and from nothing else; the same seed gives the same bytes everywhere.
A book of 100 pages is the beginning of a book of 1,000, but for where its links lead.

What matters for an index is how often which pairs of characters occur. So words are drawn by
Zipf's law from a vocabulary of several thousand, each page has favourites of its own (its topic),
and every page brings words that no page before it had (names, numbers). `--statistics` compares
the pairs with those of real text: see benches/README.md.
"""

import argparse
import collections
import math
import random
import re
import sys
from itertools import accumulate
from pathlib import Path

# Nouns of two kanji that are words of the language.
NOUNS = """
情報 会社 管理 業務 対策 記録 確認 連絡 報告 設定 手順 担当 責任 部署 社内 社外 顧客 取引 契約 書類
資料 機器 装置 端末 通信 回線 接続 保存 削除 変更 更新 追加 登録 申請 承認 許可 権限 利用 使用 運用
保守 点検 監視 監査 評価 分析 調査 検査 試験 計画 方針 目的 目標 範囲 対象 基準 規則 規程 規定 制度
法律 法令 条文 義務 権利 個人 氏名 住所 番号 電話 郵便 文書 用紙 印刷 複写 配布 回収 廃棄 処分 処理
保管 倉庫 金庫 施錠 入室 退室 来客 受付 案内 玄関 会議 議題 議事 決定 決裁 判断 相談 質問 回答 説明
教育 訓練 研修 講習 演習 教材 理解 習慣 意識 注意 警告 通知 発見 発生 被害 損害 影響 原因 経路 手口
攻撃 侵入 感染 盗難 紛失 漏洩 改竄 破壊 妨害 停止 障害 故障 復旧 復元 再開 継続 代替 予備 冗長 分離
遮断 隔離 証拠 保全 時刻 日付 期限 期間 毎日 毎週 毎月 年度 予定 予算 費用 見積 請求 支払 送金 口座
銀行 財務 経理 総務 人事 営業 製造 開発 設計 品質 工場 現場 店舗 支店 本社 拠点 地域 全国 海外 東京
大阪 名簿 台帳 一覧 目録 帳簿 伝票 領収 在庫 出荷 納品 配送 運送 物流 商品 製品 部品 材料 原料 機械
電源 電池 停電 地震 火災 水害 台風 避難 安全 安心 危険 危機 脅威 弱点 欠陥 修正 改善 改良 見直 反省
検討 提案 企画 準備 用意 開始 終了 完了 途中 状況 状態 環境 条件 場合 場面 事例 事故 事件 事情 事実
理由 根拠 結果 効果 成果 実績 実施 実行 作業 作成 編集 閲覧 検索 照会 照合 突合 集計 統計 数値 割合
平均 最大 最小 増加 減少 変化 傾向 推移 比較 分類 区分 種類 項目 内容 詳細 概要 要約 本文 表題 見出
文章 文字 記号 暗号 鍵束 認証 署名 証明 発行 失効 有効 無効 初期 既定 標準 特別 例外 緊急 通常 日常
平時 夜間 休日 早朝 午前 午後 当日 翌日 前日 先週 来週 今月 来月 昨年 今年 将来 現在 過去 最近 以前
社長 役員 部長 課長 係長 社員 職員 従業 派遣 委託 外注 請負 協力 業者 専門 技術 知識 経験 能力 資格
採用 入社 異動 退職 休職 復職 勤務 出張 在宅 通勤 残業 休憩 健康 診断 保険 年金 税金 給与 賞与 手当
警察 役所 官庁 団体 協会 組合 学校 大学 病院 弁護 裁判 訴訟 賠償 補償 和解 謝罪 公表 広報 報道 新聞
雑誌 放送 動画 画像 写真 図面 地図 音声 画面 表示 操作 入力 出力 送信 受信 転送 添付 圧縮 展開 起動
""".split()

# Words of katakana.
LOANS = """
パスワード メール サーバー パソコン ネットワーク インターネット セキュリティ システム データ ファイル フォルダー
ソフトウェア ハードウェア プログラム アプリ ブラウザー サイト ページ リンク クラウド バックアップ ウイルス マルウェア
ランサムウェア フィッシング インシデント アカウント ログイン ログアウト アクセス ログ ルーター スイッチ ケーブル
ルール マニュアル チェック リスト テスト リスク コスト メンバー チーム リーダー マネージャー スタッフ ユーザー
カメラ スマートフォン タブレット プリンター スキャナー キーボード マウス モニター メモリ ディスク ドライブ カード
コピー ペースト ダウンロード アップロード インストール アップデート バージョン ライセンス サポート サービス メーカー
ベンダー パートナー プロジェクト スケジュール カレンダー ミーティング レビュー レポート アンケート フォーム テンプレート
グループ オフィス フロア ロッカー キャビネット シュレッダー ラベル シール バッジ ゲート センサー アラート トラブル
エラー メッセージ コード コメント モジュール ライブラリ データベース テーブル キー トークン プロトコル ポート ドメイン
アドレス ゲートウェイ ファイアウォール プロキシ フィルター スパム ドキュメント アーカイブ ストレージ メンテナンス
コンテンツ デザイン マーケティング キャンペーン ブランド イベント セミナー トレーニング コンサルタント エンジニア
オペレーター アシスタント オーナー ビジネス モデル プロセス フロー ステップ ポイント レベル カテゴリー タイプ パターン
""".split()

# Kanji for further words of two and for names.
KANJI = (
    "一二三四五六七八九十百千万上下左右中大小月日火水木金土年王玉石山川田林森空天気雨雪風花草竹米糸貝車村町"
    "学校先生文字音色青赤白黒男女子人目耳口手足力立入出見休早正名本夕円引羽雲園遠何科夏家歌画回会海絵外角楽"
    "活間丸岩顔汽記帰弓牛魚京強教近兄形計元言原戸古午後語工公広交光考行高黄合谷国細作算止市矢姉思紙寺自時"
    "室社弱首秋週春書少場食心新親図数西声星晴切雪船線前組走多太体台地池知茶昼長鳥朝直通弟店点電刀冬当東答"
    "頭同道読内南肉馬売買麦半番父風分聞歩母方北毎妹万明鳴毛門夜野友用曜来里理話悪安暗医委意育員院飲運泳駅"
    "央横屋温化荷界開階寒感漢館岸起期客究急級宮球去橋業曲局銀区苦具君係軽血決研県庫湖向幸港号根祭皿仕死使"
    "始指歯詩次事持式実写者主守取酒受州拾終習集住重宿所暑助昭消商章勝乗植申身神真深進世整昔全相送想息速族"
    "他打対待代第題炭短談着注柱丁帳調追定庭笛鉄転都度投豆島湯登等動童農波配倍箱畑発反坂板皮悲美鼻筆氷表秒"
    "病品負部服福物平返勉放味命面問役薬由油有遊予羊洋葉陽様落流旅両緑礼列練路和愛案以衣位茨印英栄媛塩岡億"
    "加果貨課芽賀改械害街各覚潟完官管関観願岐希季旗器機議求泣給挙漁共協鏡競極熊訓軍郡群径景芸欠結建健験固"
    "功好香候康佐差菜最材昨札刷察参産散残氏司試児治辞鹿失借種周祝順初松笑唱焼照城縄臣信井成省清静席積折節"
    "説浅戦選然争倉巣束側続卒孫帯隊達単置仲沖兆低底的典伝徒努灯働特徳栃奈梨熱念敗梅博阪飯飛必票標不夫付府"
    "阜富副兵別辺変便包法望牧末満未民無約勇要養浴利陸良料量輪類令冷例連老労録圧囲移因永営衛易益液演応往桜"
    "可仮価河過快解格確額刊幹慣眼紀基寄規喜技義逆久旧救居許境均禁句型経潔件険検限現減故個護効厚耕航鉱構興"
    "講告混査再災妻採際在財罪殺雑酸賛士支史志枝師資飼示似識質舎謝授修述術準序招証象賞条状常情織職制性政勢"
    "精製税責績接設絶祖素総造像増則測属率損貸態団断築貯張停提程適統堂銅導得毒独任燃能破犯判版比肥非費備評"
    "貧布婦武復複仏粉編弁保墓報豊防貿暴脈務夢迷綿輸余容略留領歴胃異遺域宇映延沿恩我灰拡革閣割株干巻看簡危"
    "机揮貴疑吸供胸郷勤筋系敬警劇激穴券絹権憲源厳己呼誤后孝皇紅降鋼刻穀骨困砂座済裁策冊蚕至私姿視詞誌磁射"
    "捨尺若樹収宗就衆従縦縮熟純処署諸除承将傷障蒸針仁垂推寸盛聖誠舌宣専泉洗染銭善奏窓創装層操蔵臓存尊退宅"
    "担探誕段暖値宙忠著庁頂腸潮賃痛敵展討党糖届難乳認納脳派拝背肺俳班晩否批秘俵腹奮並陛閉片補暮宝訪亡忘棒"
)

# Verbs: stem and row of the ending.
VERBS = """
使う 行う 扱う 伴う 補う 従う 違う 失う 払う 疑う 書く 置く 届く 開く 続く 働く 聞く 引く 動く 除く 防ぐ 急ぐ
示す 渡す 戻す 消す 直す 探す 試す 写す 残す 移す 起こす 話す 貸す 返す 見直す 取り出す 立つ 持つ 保つ 待つ
選ぶ 学ぶ 運ぶ 呼ぶ 結ぶ 並ぶ 読む 含む 進む 頼む 盗む 組む 守る 送る 作る 取る 残る 知る 入る 限る 図る 測る
減る 断る 誤る 切る 怠る 始まる 終わる 変わる 伝わる 決まる 見つかる 関わる 異なる 分かる
""".split()
STEMS = """
決める 確かめる 調べる 伝える 備える 答える 加える 変える 考える 抑える 支える 与える 続ける 付ける 避ける 受ける
届ける 分ける 設ける 見せる 任せる 知らせる 合わせる 捨てる 育てる 立てる 求める 定める 止める 集める 進める
改める 認める 離れる 遅れる 触れる 入れる 忘れる 慣れる 見る 用いる 信じる 応じる 感じる 閉じる 生じる
""".split()
ROWS = {
    "う": "わいえおっ", "く": "かきけこい", "ぐ": "がぎげごい", "す": "さしせそし", "つ": "たちてとっ",
    "ぶ": "ばびべぼん", "む": "まみめもん", "る": "らりれろっ",
}
ADJECTIVES = """
新しい 古い 大きい 小さい 高い 低い 早い 遅い 長い 短い 多い 少ない 強い 弱い 難しい 易しい 正しい 詳しい 危ない 怪しい
""".split()
NA_ADJECTIVES = "重要 必要 確実 簡単 複雑 明確 適切 迅速 正確 安全 不審 不要 特別 十分 急激 有効 具体的 定期的 一時的 全社的".split()
ADVERBS = """
まず 次に さらに また ただし なお 必ず できるだけ すぐに 直ちに あらかじめ 定期的に 少なくとも とくに 例えば もし 一方で
その後 最後に ふだんから 月に一度 年に二回 場合によっては 原則として やむを得ず
""".split()
SUFFIXES = "者 先 書 表 室 部 課 量 率 性 化 用 時 日 数 名 元 側 上 中 後 前 別 力 費 品 物 力".split()
LATIN = "USB VPN OS PC ID IP URL PDF CSV Wi-Fi HTTP SSL DNS LAN CPU SSD NAS SaaS API IPA ISO JIS Web Word Excel Windows Linux Android".split()
PLACES = "北 南 東 西 新 大 小 上 下 中 本 元 奥 外 若 松 梅 桜 竹 杉 藤 石 岩 砂 川 河 沢 池 沼 浜 島 山 岡 坂 原 野 田 畑 村 町 里 森 林 谷 崎 倉 橋 井 津 波 戸 宮 寺 堀 森".split()

SENTENCES = [
    "{n}の{n}を{v}。", "{n}{n}は、{n}が{v}ときに{n}へ{v}。", "{a}{n}では{n}と{n}を{t}、{n}に{v}。",
    "{d}{n}を{t}、{n}の{n}を{v}。", "{n}が{a}場合は、{n}を{t}から{v}。", "{d}、{n}{n}の{n}を{v}ことが{k}。",
    "{n}や{n}など、{n}に{v}ものは{n}で{v}。", "{n}に{v}前に、{n}が{a}かどうかを{v}。",
    "{p}では、{n}を{y}年から{v}ようにした。", "{l}の{n}は{n}{s}ごとに{v}。", "{n}を{m}と、{n}が{v}おそれがある。",
    "{n}{s}は{n}のために{v}ものであり、{n}とは{v}。", "「{n}{n}」と書かれた{n}は、{n}に{t}ください。",
    "{c}日以内に{n}を{v}。", "{n}の{c}％が{n}を{t}いるが、{n}は{a}ままである。", "{d}{l}を{t}、{n}{s}を{m}ようにする。",
    "{n}、{n}、{n}の順に{v}。", "{n}を{v}だけでは{n}は{m}。", "{p}の{n}{s}（{l}）は{n}を{v}{n}として知られる。",
    "なぜ{n}を{v}のか。{n}が{a}からである。", "{n}に関する{n}は、別に定める{n}による。", "{n}されていない{n}を{v}ことは{k}。",
]
HEADINGS = [
    "{n}の{n}", "{n}{n}とは", "{n}を{v}", "{n}が{a}とき", "{l}と{n}", "{n}の進め方", "{n}{s}の{n}", "{d}{v}こと",
    "{n}と{n}の違い", "よくある{n}",
]
TITLES = ["{n}{n}の{n}", "{n}を{v}", "{a}{n}の{n}", "{n}と{n}{s}", "{l}の{n}{n}", "{n}が{v}とき"]
POLITE = ["望ましい", "必要である", "大切である", "求められる", "できる", "ある", "多い"]
FIELD = re.compile(r"\{(.)\}")

# Pages in a chapter, and in a part: a book that grows gets more parts, as a real one would.
CHAPTER, PART = 50, 500


class Words:
    """A vocabulary whose words are drawn by Zipf's law."""

    def __init__(self, words, exponent):
        self.words = words
        self.weights = list(accumulate(1 / (rank + 2.7) ** exponent for rank in range(len(words))))

    def draw(self, rng):
        return rng.choices(self.words, cum_weights=self.weights)[0]


def vocabulary(rng):
    """Nouns in an order that mixes written and made-up words, the written ones mostly first."""
    made = set()
    kanji = Words(rng.sample(KANJI, len(KANJI)), 0.45)
    while len(made) < 4200:
        made.add(kanji.draw(rng) + kanji.draw(rng))
    made = sorted(made - set(NOUNS))
    rng.shuffle(made)
    three = sorted({rng.choice(NOUNS) + rng.choice(SUFFIXES) for _ in range(900)})
    rng.shuffle(three)
    known = NOUNS + LOANS + three
    rng.shuffle(known)
    return Words(interleave(known, made), 0.95)


def interleave(known, made):
    """Known words first, then more and more made ones."""
    head, tail = known[: len(known) // 2], known[len(known) // 2:]
    out, at = list(head), 0
    for index, word in enumerate(made):
        out.append(word)
        if index % 6 == 0 and at < len(tail):
            out.append(tail[at])
            at += 1
    return out + tail[at:]


class Author:
    """Writes one page."""

    def __init__(self, seed, number, nouns):
        self.rng = random.Random(f"tebiki {seed} {number}")
        self.nouns = nouns
        self.topic = [nouns.draw(self.rng) for _ in range(14)]
        self.name = "".join(self.rng.choice(PLACES) for _ in range(self.rng.choice((2, 2, 3))))

    def noun(self):
        """A third of the nouns belong to the page's topic; many are compounds."""
        if self.rng.random() < 0.22:
            return self.nouns.draw(self.rng) + self.nouns.draw(self.rng)
        if self.rng.random() < 0.34:
            return self.rng.choice(self.topic)
        return self.nouns.draw(self.rng)

    def verb(self, form):
        if self.rng.random() < 0.45:
            stem = self.rng.choice(STEMS)[:-1]
            return stem + {"plain": "る", "te": "て", "not": "ない"}[form]
        verb = self.rng.choice(VERBS)
        stem, row = verb[:-1], ROWS[verb[-1]]
        if form == "plain":
            return verb
        if form == "not":
            return stem + row[0] + "ない"
        return stem + row[4] + ("で" if row[4] == "ん" or verb[-1] == "ぐ" else "て")

    def fill(self, pattern):
        rng = self.rng
        fields = {
            "n": self.noun,
            "v": lambda: self.verb("plain"),
            "t": lambda: self.verb("te"),
            "m": lambda: self.verb("not"),
            "a": lambda: rng.choice(ADJECTIVES) if rng.random() < 0.5 else rng.choice(NA_ADJECTIVES) + "な",
            "d": lambda: rng.choice(ADVERBS),
            "s": lambda: rng.choice(SUFFIXES),
            "l": lambda: rng.choice(LATIN) if rng.random() < 0.8 else f"{rng.choice('ABCKMRT')}-{rng.randrange(10, 9999)}",
            "p": lambda: self.name + rng.choice(("商事", "工業", "製作所", "市", "町", "電機", "物産")),
            "y": lambda: str(rng.randrange(1995, 2027)),
            "c": lambda: str(rng.randrange(2, 100)),
            "k": lambda: rng.choice(POLITE),
        }
        return FIELD.sub(lambda field: fields[field[1]](), pattern)

    def sentence(self):
        return self.fill(self.rng.choice(SENTENCES))

    def paragraph(self, characters):
        text = ""
        while len(text) < characters:
            text += self.sentence()
        return text

    def table(self):
        columns = self.rng.randrange(3, 5)
        rows = [[self.fill("{n}{s}") for _ in range(columns)]]
        rows += [[self.fill(self.rng.choice(("{n}の{n}", "{n}", "{c}件", "{n}を{v}"))) for _ in range(columns)]
                 for _ in range(self.rng.randrange(3, 6))]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * columns, *lines[1:]])

    def items(self):
        mark = self.rng.choice(("- ", "1. "))
        return "\n".join(mark + self.fill("{n}を{v}（{n}{s}）") for _ in range(self.rng.randrange(3, 7)))


class Page:
    """A page before it is written for a generator: links are (number, text) between NULs."""

    def __init__(self, seed, number, pages, nouns):
        author = Author(seed, number, nouns)
        self.number = number
        self.title = author.fill(author.rng.choice(TITLES)) + f" {number}"
        self.description = author.sentence()
        blocks = [author.paragraph(160)]
        for part in range(4):
            blocks.append("## " + author.fill(author.rng.choice(HEADINGS)))
            blocks.append(self.linked(author, author.paragraph(150), pages))
            blocks.append(author.paragraph(120))
            blocks.append((author.items, author.table, author.items, lambda: author.paragraph(80))[part]())
            if part in (1, 2):
                blocks.append("### " + author.fill(author.rng.choice(HEADINGS)))
                blocks.append(f"{author.paragraph(90)}**{author.noun()}{author.noun()}**は`{author.rng.choice(LATIN)}`を{author.verb('plain')}。")
        self.blocks = blocks

    def linked(self, author, text, pages):
        """Adds a link to a page near or far."""
        rng = author.rng
        near = rng.random()
        far = rng.randrange(10 ** 6)
        target = (self.number + 1 + int(near * 20)) % pages if near < 0.5 else far % pages
        return f"{text}詳しくは\0{target}\0{author.fill('{n}の{n}')}\0を参照。"

    def body(self, link):
        def write(text):
            parts = text.split("\0")
            if len(parts) == 1:
                return text
            return f"{parts[0]}[{parts[2]}]({link(int(parts[1]))}){parts[3]}"

        return "\n\n".join(write(block) for block in self.blocks) + "\n"

    @property
    def place(self):
        return place(self.number)


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def place(number):
    """Where a page is, without an extension."""
    return f"b{number // PART:02}/c{number // CHAPTER:03}/p{number:05}"


def folders(pages):
    """Folders with their titles: parts and chapters."""
    for number in range(0, pages, CHAPTER):
        if number % PART == 0:
            yield f"b{number // PART:02}", f"第{number // PART}部"
        yield f"b{number // PART:02}/c{number // CHAPTER:03}", f"第{number // CHAPTER}章"


def markdown_link(number):
    return f"../../{place(number)}.md"


class Tebiki:
    def start(self, root, pages):
        put(root / "book.toml", '[book]\ntitle = "試験の手引き"\nlanguage = "ja"\nsrc = "content"\n')
        put(root / "content/index.md", "---\ntitle: 試験の手引き\n---\n\n各章の一覧。\n")
        for folder, title in folders(pages):
            put(root / f"content/{folder}/index.md", f"---\ntitle: {title}\n---\n\n{title}の頁。\n")

    def page(self, root, page):
        front = f"---\ntitle: {page.title}\ndescription: {page.description}\n---\n\n"
        put(root / f"content/{page.place}.md", front + page.body(markdown_link))


class Mdbook:
    def start(self, root, pages):
        put(root / "book.toml", '[book]\ntitle = "試験の手引き"\nlanguage = "ja"\nsrc = "src"\n')
        put(root / "src/index.md", "# 試験の手引き\n\n各章の一覧。\n")
        self.summary = ["# Summary", "", "[試験の手引き](index.md)"]
        self.titles = dict(folders(pages))
        for folder, title in self.titles.items():
            put(root / f"src/{folder}/index.md", f"# {title}\n\n{title}の頁。\n")

    def page(self, root, page):
        part, chapter, _ = page.place.split("/")
        for size, depth, folder in ((PART, 0, part), (CHAPTER, 1, f"{part}/{chapter}")):
            if page.number % size == 0:
                self.summary.append(f"{'  ' * depth}- [{self.titles[folder]}]({folder}/index.md)")
        self.summary.append(f"    - [{page.title}]({page.place}.md)")
        put(root / f"src/{page.place}.md",
            f"# {page.title}\n\n{page.description}\n\n" + page.body(markdown_link))

    def end(self, root):
        put(root / "src/SUMMARY.md", "\n".join(self.summary) + "\n")


BASE = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>%TITLE%</title><meta name="description" content="%DESCRIPTION%"></head>
<body>
<header><a href="/">試験の手引き</a></header>
<main>
<h1>%TITLE%</h1>
%BODY%
</main>
</body>
</html>
"""


def template(title, description, body):
    return BASE.replace("%TITLE%", title).replace("%DESCRIPTION%", description).replace("%BODY%", body)


class Hugo:
    """A theme of three templates; everything else as Hugo comes: feeds, tags, a site map."""

    settings = ""

    def start(self, root, pages):
        put(root / "hugo.toml", 'baseURL = "http://localhost/"\ntitle = "試験の手引き"\nlanguageCode = "ja"\n' + self.settings)
        listing = '{{ .Content }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>'
        neighbours = ('{{ .Content }}<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
                      '{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>')
        for name, body in (("home", listing), ("section", listing), ("page", neighbours)):
            put(root / f"layouts/{name}.html", template("{{ .Title }}", "{{ .Description }}", body))
        put(root / "content/_index.md", "---\ntitle: 試験の手引き\n---\n\n各章の一覧。\n")
        for folder, title in folders(pages):
            put(root / f"content/{folder}/_index.md", f"---\ntitle: {title}\n---\n\n{title}の頁。\n")

    def page(self, root, page):
        front = f"---\ntitle: {page.title}\ndescription: {page.description}\n---\n\n"
        link = lambda number: f"/{place(number)}/"
        put(root / f"content/{page.place}.md", front + page.body(link))


class HugoBare(Hugo):
    """The three templates, nothing else: no feeds, no tags, no site map."""

    settings = 'disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]\n'


CHAPTER_LIST = """<nav><ul>
{{- $page := . }}{{ range site.Home.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{- if $page.IsDescendant . }}<ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{- if $page.IsDescendant . }}<ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}"{{ if eq . $page }} aria-current="page"{{ end }}>{{ .Title }}</a></li>
{{- end }}</ul>{{ end }}</li>{{ end }}</ul>{{ end }}</li>{{ end -}}
</ul></nav>
<nav><ol>{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol></nav>
{{ .TableOfContents }}
"""


class HugoBook(HugoBare):
    """The same with what a page of a book is used with: the chapter beside it, where it is, its headings."""

    def start(self, root, pages):
        super().start(root, pages)
        page = root / "layouts/page.html"
        put(page, page.read_text("utf-8").replace("{{ .Content }}", CHAPTER_LIST + "{{ .Content }}"))


class Zola:
    def start(self, root, pages):
        put(root / "config.toml", 'base_url = "http://localhost"\ntitle = "試験の手引き"\ndefault_language = "en"\n'
            "build_search_index = true\ngenerate_sitemap = false\ngenerate_robots_txt = false\n")
        listing = ('{{ section.content | safe }}<ul>{% for page in section.pages %}'
                   '<li><a href="{{ page.permalink }}">{{ page.title }}</a></li>{% endfor %}</ul>')
        put(root / "templates/index.html", template("{{ section.title }}", "", listing))
        put(root / "templates/section.html", template("{{ section.title }}", "", listing))
        put(root / "templates/page.html",
            template("{{ page.title }}", "{{ page.description }}", "{{ page.content | safe }}"))
        put(root / "content/_index.md", '+++\ntitle = "試験の手引き"\n+++\n\n各章の一覧。\n')
        for folder, title in folders(pages):
            put(root / f"content/{folder}/_index.md", f'+++\ntitle = "{title}"\n+++\n\n{title}の頁。\n')

    def page(self, root, page):
        front = f'+++\ntitle = "{page.title}"\ndescription = "{page.description}"\n+++\n\n'
        link = lambda number: f"@/{place(number)}.md"
        put(root / f"content/{page.place}.md", front + page.body(link))


WRITERS = {"tebiki": Tebiki, "hugo": Hugo, "hugo-bare": HugoBare, "hugo-book": HugoBook, "mdbook": Mdbook, "zola": Zola}


def make(seed, pages):
    nouns = vocabulary(random.Random(f"tebiki {seed}"))
    return (Page(seed, number, pages, nouns) for number in range(pages))


def generate(target, pages, names, seed=1):
    writers = [(WRITERS[name](), target / name) for name in names]
    for writer, root in writers:
        writer.start(root, pages)
    for page in make(seed, pages):
        for writer, root in writers:
            writer.page(root, page)
    for writer, root in writers:
        if hasattr(writer, "end"):
            writer.end(root)


def statistics(text, label):
    """Prints how the pairs of Japanese characters are distributed in the first characters."""
    runs = re.findall(r"[ぁ-ヺー々一-鿿]{2,}", text)
    for size in (10_000, 100_000, 400_000, 1_600_000):
        counts, seen = collections.Counter(), 0
        for run in runs:
            counts.update(run[at: at + 2] for at in range(len(run) - 1))
            seen += len(run)
            if seen >= size:
                break
        if seen < size:
            break
        total = sum(counts.values())
        entropy = -sum(count / total * math.log2(count / total) for count in counts.values())
        once = sum(count == 1 for count in counts.values())
        top = sum(count for _, count in counts.most_common(100)) / total
        kana = len(re.findall(r"[ぁ-ゖ]", "".join(runs)[:size])) / size
        print(f"{label}: {size:>9,} characters: {len(counts):>7,} pairs, {entropy:.2f} bits, once {once / len(counts):.0%}, "
              f"first hundred {top:.0%}, hiragana {kana:.0%}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    parser.add_argument("pages", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--for", dest="names", default="tebiki", help="of " + ",".join(WRITERS))
    parser.add_argument("--statistics", action="store_true", help="write nothing; compare pairs with those of the text in TARGET")
    args = parser.parse_args()
    if args.statistics:
        statistics("\n".join(page.body(str) for page in make(args.seed, args.pages)), "made")
        files = sorted(args.target.rglob("*.md"))
        random.Random(1).shuffle(files)
        statistics("\n".join(file.read_text("utf-8") for file in files), "real")
        return
    generate(args.target, args.pages, args.names.split(","), args.seed)


if __name__ == "__main__":
    sys.exit(main())
