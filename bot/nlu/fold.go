package nlu

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// simplifications are pairs of a Traditional character and its Simplified form,
// the ones that shoppers write.
const simplifications = `
訂订 單单 貨货 運运 費费 個个 們们 這这 裡里 嗎吗 麼么 東东 買买 賣卖 價价 錢钱 為为 時时 間间 還还 沒没 發发 遞递 達达 換换 錯错 壞坏 補补 償偿 詢询 問问 題题 幫帮 請请 謝谢 對对 會会 員员 號号 碼码
帳帐 認认 證证 電电 話话 郵邮 資资 變变 刪删 註注 冊册 購购 車车 結结 優优 滿满 額额 禮礼 餘余 稅税 關关 進进 報报 國国 際际 產产 質质 顏颜 長长 寬宽 歐欧 門门 實实 體体 線线 網网 頁页 開开 機机 圖图
無无 顯显 載载 總总 經经 務务 轉转 見见 後后 續续 處处 點点 選选 擇择 確确 數数 積积 據据 隱隐 權权 訴诉 貴贵 態态 當当 與与 從从 來来 樣样 應应 該该 讓让 願愿 給给 過过 嚴严 兩两 張张 條条 雙双 聯联
繫系 絡络 遲迟 誤误 損损 傷伤 裝装 說说 書书 語语 維维 護护 養养 鑰钥 錶表 腦脑 場场 廠厂 樓楼 鎮镇 鄉乡 縣县 區区 陸陆 灣湾 離离 飛飞 級级 鐘钟 約约 準准 備备 儲储 類类 術术 衛卫 廣广 頭头 腳脚 褲裤
襯衬 襪袜 帶带 藍蓝 綠绿 紅红 黃黄 銀银 蘋苹 專专 戶户 啟启 賬账 臺台 藥药 醫医 風风 馬马 龍龙 麗丽 鮮鲜 麵面 飲饮 餅饼 魚鱼 鳥鸟 雞鸡 齊齐 齡龄 筆笔 節节 簡简 籤签 紙纸 組组 細细 終终 統统 綁绑 緊紧
練练 縮缩 織织 繳缴 罰罚 聲声 職职 聽听 興兴 舉举 舊旧 艙舱 莊庄 華华 萬万 葉叶 虧亏 蟲虫 衝冲 裏里 製制 複复 規规 視视 覽览 觀观 計计 訊讯 記记 許许 訪访 設设 評评 試试 詳详 論论 識识 譯译 議议 讀读
負负 財财 責责 貼贴 賠赔 贈赠 趕赶 跡迹 蹤踪 輕轻 輸输 辦办 農农 連连 週周 適适 醜丑 釋释 針针 鈕钮 銷销 錄录 鎖锁 鏈链 鐵铁 閉闭 閱阅 陳陈 隨随 雜杂 雲云 靜静 頂顶 項项 順顺 預预 領领 顧顾 館馆 驗验
髒脏 鬆松 亂乱 僅仅 億亿 兒儿 凍冻 別别 剛刚 創创 劃划 劇剧 動动 勝胜 勞劳 協协 參参 喚唤 嚇吓 圍围 園园 圓圆 團团 執执 堅坚 塊块 壓压 夠够 夾夹 奪夺 奮奋 媽妈 孫孙 學学 審审 寫写 寶宝 導导 將将 尋寻
屬属 島岛 幣币 幾几 庫库 廢废 廳厅 強强 彈弹 徑径 復复 徵征 恆恒 恥耻 悅悦 惡恶 愛爱 慘惨 慣惯 慮虑 懷怀 懶懒 戰战 掃扫 掛挂 採采 搶抢 撥拨 擊击 擴扩 攝摄 敗败 斷断 於于 極极 標标 樂乐 檔档 檢检 歡欢
歸归 殘残 氣气 決决 況况 測测 漲涨 漢汉 潔洁 濕湿 灑洒 煩烦 熱热 營营 爛烂 爭争 狀状 獎奖 獲获 現现 環环 畢毕 畫画 異异 療疗 盤盘 監监 碩硕 稱称 種种 穩稳 競竞`

// folds maps a rune to its plain form. It is built once and never changes.
var folds = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{
		'ß': 's', 'æ': 'a', 'ø': 'o', 'œ': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i', 'þ': 't', 'ð': 'd',
		'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ة': 'ه', 'ؤ': 'و', 'ئ': 'ي',
		'ё': 'е', 'ς': 'σ',
	}
	for r := rune(0xc0); r < 0x1f00; r++ {
		if !unicode.In(r, unicode.Latin, unicode.Greek) {
			continue
		}
		for _, base := range norm.NFD.String(string(r)) {
			if base != r && unicode.IsLetter(base) {
				m[r] = base
			}
			break
		}
	}
	for r := rune(0x1e00); r < 0x1f00; r++ { // Vietnamese and other stacked accents
		base := []rune(norm.NFD.String(string(r)))
		if len(base) > 1 {
			m[r] = base[0]
		}
	}
	for _, pair := range strings.Fields(simplifications) {
		two := []rune(pair)
		m[two[0]] = two[1]
	}
	return m
})

// contractions are English forms that hide a "not" or a verb.
var contractions = map[string]string{
	"can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not",
	"cant": "can not", "wont": "will not", "dont": "do not", "didnt": "did not", "doesnt": "does not",
	"isnt": "is not", "hasnt": "has not", "havent": "have not", "wasnt": "was not", "arent": "are not",
	"im": "i am", "ive": "i have", "whats": "what is", "wheres": "where is", "hows": "how is",
	"thats": "that is", "whens": "when is", "gonna": "going to", "wanna": "want to",
	"u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please", "plzz": "please",
	"wat": "what", "wht": "what", "hw": "how", "hv": "have", "n": "and", "nd": "and", "b4": "before",
	"thx": "thanks", "thnx": "thanks", "tks": "thanks", "abt": "about", "msg": "message", "acc": "account",
	"acct": "account", "amt": "amount", "qty": "quantity", "tmrw": "tomorrow", "k": "ok", "y": "why",
	"cod": "cash on delivery", "info": "information", "addr": "address", "recieve": "receive",
	"recieved": "received", "adress": "address", "refound": "refund",
}

// suffixes are the English endings after an apostrophe.
var suffixes = map[string]string{"t": "not", "re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would", "s": "'s"}

// stopWords weigh less in the features. Only languages with a list.
var stopWords = map[string]map[string]bool{
	"en": wordSet("a an the i me my we our you your he she it its they them this that these those is am are was were be been being do does did have has had will would shall should can could may might must of to in on at for from by with about into as and or but if so than too very just please 's there here what which who any some all no not how when where why want need know tell get got let like"),
	"de": wordSet("ich du er sie es wir ihr mich mir dich dir uns euch mein meine meinen meiner meinem dein deine der die das den dem des ein eine einen einem einer ist sind war bin hat habe haben wird werden kann können könnte mit von zu zum zur im in an am auf für und oder aber wenn dass so noch auch nur schon bitte was wie wo wann warum nicht kein keine da hier"),
	"es": wordSet("yo tu el ella la los las lo le les un una unos unas de del a al en por para con y o pero si que es son era está están ser he ha han hay mi mis tu tus su sus me te se nos este esta esto ese esa eso muy ya no como qué cómo cuándo dónde por favor quiero puedo"),
}

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// foldWordString is a word in lower case without accents.
func foldWordString(w string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(w) {
		open, final := splitHangul(foldRune(r))
		if b.WriteRune(open); final != 0 {
			b.WriteRune(final)
		}
	}
	return b.String()
}
