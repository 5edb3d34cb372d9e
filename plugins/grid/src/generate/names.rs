//! Names that are plain inventions: families are called after things of the
//! landscape and people after the seasons, so that nobody is meant.

use super::draw::Draw;
use crate::Text;

const FAMILIES: [(&str, &str); 24] = [
    ("稻", "Dao"),
    ("溪", "Xi"),
    ("岭", "Ling"),
    ("渡", "Du"),
    ("篱", "Li"),
    ("垄", "Long"),
    ("檐", "Yan"),
    ("笠", "Li"),
    ("帆", "Fan"),
    ("灯", "Deng"),
    ("瓦", "Wa"),
    ("棉", "Mian"),
    ("菱", "Ling"),
    ("荷", "He"),
    ("砚", "Yan"),
    ("陌", "Mo"),
    ("汀", "Ting"),
    ("杉", "Shan"),
    ("磨", "Mo"),
    ("橹", "Lu"),
    ("穗", "Sui"),
    ("萤", "Ying"),
    ("鹭", "Lu"),
    ("麓", "Lu"),
];

const GIVEN: [(&str, &str); 36] = [
    ("小满", "Xiaoman"),
    ("谷雨", "Guyu"),
    ("白露", "Bailu"),
    ("立春", "Lichun"),
    ("清明", "Qingming"),
    ("霜降", "Shuangjiang"),
    ("冬至", "Dongzhi"),
    ("夏至", "Xiazhi"),
    ("惊蛰", "Jingzhe"),
    ("春分", "Chunfen"),
    ("秋分", "Qiufen"),
    ("芒种", "Mangzhong"),
    ("望山", "Wangshan"),
    ("听雨", "Tingyu"),
    ("知秋", "Zhiqiu"),
    ("向晚", "Xiangwan"),
    ("南风", "Nanfeng"),
    ("晓星", "Xiaoxing"),
    ("半夏", "Banxia"),
    ("长亭", "Changting"),
    ("青禾", "Qinghe"),
    ("早霞", "Zaoxia"),
    ("新雪", "Xinxue"),
    ("初晴", "Chuqing"),
    ("微澜", "Weilan"),
    ("远帆", "Yuanfan"),
    ("归雁", "Guiyan"),
    ("流萤", "Liuying"),
    ("暮云", "Muyun"),
    ("朝露", "Zhaolu"),
    ("夜航", "Yehang"),
    ("晴川", "Qingchuan"),
    ("石桥", "Shiqiao"),
    ("竹影", "Zhuying"),
    ("桑榆", "Sangyu"),
    ("松风", "Songfeng"),
];

const LANES: [(&str, &str); 24] = [
    ("桑园巷", "Mulberry Lane"),
    ("井台巷", "Well Lane"),
    ("竹林巷", "Bamboo Lane"),
    ("石磨巷", "Millstone Lane"),
    ("柳荫巷", "Willow Lane"),
    ("荷塘巷", "Lotus Lane"),
    ("油坊巷", "Oilpress Lane"),
    ("枣树巷", "Jujube Lane"),
    ("晒谷巷", "Threshing Lane"),
    ("桥头巷", "Bridge Lane"),
    ("书房巷", "Study Lane"),
    ("银杏巷", "Ginkgo Lane"),
    ("窑场巷", "Kiln Lane"),
    ("茶亭巷", "Teahouse Lane"),
    ("铁匠巷", "Smith Lane"),
    ("渡口巷", "Ferry Lane"),
    ("豆腐巷", "Beancurd Lane"),
    ("戏台巷", "Opera Lane"),
    ("酒坊巷", "Winery Lane"),
    ("染坊巷", "Dyer Lane"),
    ("灯笼巷", "Lantern Lane"),
    ("杏花巷", "Apricot Lane"),
    ("麦场巷", "Wheat Lane"),
    ("石榴巷", "Pomegranate Lane"),
];

const VILLAGES: [(&str, &str); 12] = [
    ("听泉", "Tingquan"),
    ("望稻", "Wangdao"),
    ("云溪", "Yunxi"),
    ("半塘", "Bantang"),
    ("青渡", "Qingdu"),
    ("萤桥", "Yingqiao"),
    ("麦陌", "Maimo"),
    ("鹭汀", "Luting"),
    ("竹篱", "Zhuli"),
    ("晴岭", "Qingling"),
    ("荷笠", "Heli"),
    ("檐雨", "Yanyu"),
];

/// The name of lane `k`.
pub(super) fn lane_name(k: usize) -> Text {
    let (zh, en) = LANES[k % LANES.len()];
    match k / LANES.len() {
        0 => Text::new(zh, en),
        again => Text::new(
            format!("{zh}{}段", again + 1),
            format!("{en} {}", again + 1),
        ),
    }
}

/// An id made of a name: `back-lane` of `Back Lane`.
pub(super) fn id_of(name: &Text) -> String {
    name.en
        .to_lowercase()
        .replace(" lane", "")
        .replace(' ', "-")
}

/// The name of a line of poles along the main road or the back lane.
pub(super) fn side_name(id: &str, is_town: bool) -> Text {
    let (zh, en) = match (id, is_town) {
        ("east", false) => ("村东", "East"),
        ("west", false) => ("村西", "West"),
        ("back-east", false) => ("后巷东", "Back Lane East"),
        ("back-west", false) => ("后巷西", "Back Lane West"),
        ("east", true) => ("正街东", "Main Street East"),
        ("west", true) => ("正街西", "Main Street West"),
        ("back-east", true) => ("后街东", "Back Street East"),
        _ => ("后街西", "Back Street West"),
    };
    Text::new(zh, en)
}

/// The name of a place, without the word for what it is.
pub(super) fn place_name(draw: &mut Draw) -> (&'static str, &'static str) {
    draw.pick(&VILLAGES)
}

/// Names for people, each combination once before any is repeated.
#[derive(Clone, Debug)]
pub(super) struct People {
    next: usize,
}

impl People {
    pub fn new(draw: &mut Draw) -> Self {
        Self {
            next: draw.below(FAMILIES.len() * GIVEN.len()),
        }
    }

    pub fn name(&mut self) -> Text {
        // Steps coprime to both lists visit every combination.
        self.next += 1;
        let (family, family_en) = FAMILIES[self.next * 7 % FAMILIES.len()];
        let (given, given_en) = GIVEN[(self.next * 13 + self.next / 72) % GIVEN.len()];
        Text::new(
            format!("{family}{given}"),
            format!("{family_en} {given_en}"),
        )
    }
}
